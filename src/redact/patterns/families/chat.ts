import { aroundAnchor } from "../around-anchor.ts";
import { beginsAt, isWordChar } from "../edge.ts";
import type { PatternFamily } from "../pattern.ts";
import { type PrefixFormat, prefixFamily } from "../prefix-family.ts";
import { ALPHABETS, sampleOf } from "../sample.ts";
import { isVaried, vendorRule } from "../vendor-rule.ts";

const FORMATS: readonly PrefixFormat[] = [
    {
        id: "slack-token",
        prefixes: ["xoxb-", "xoxp-", "xoxa-", "xoxo-", "xoxr-", "xoxs-", "xoxc-", "xoxe-", "xoxe.xoxp-", "xoxe.xoxb-", "xwfp-"],
        parts: [{ of: "base64url", min: 16, max: 400 }],
    },
    { id: "slack-cookie-token", prefixes: ["xoxd-"], parts: [{ of: "base64", min: 16, max: 400 }] },
    {
        id: "slack-app-token",
        prefixes: ["xapp-"],
        parts: [
            { of: "digits", min: 1, max: 2 },
            { join: "-", of: "upper", min: 8, max: 14 },
            { join: "-", of: "digits", min: 8, max: 14 },
            { join: "-", of: "hex", min: 40, max: 80 },
        ],
    },
    { id: "discord-token", prefixes: ["mfa."], parts: [{ of: "base64url", min: 80, max: 100 }] },
    {
        id: "dingtalk-secret",
        prefixes: [...ALPHABETS.hex].map((digit) => `SEC${digit}`),
        parts: [{ of: "hex", min: 63 }],
    },
    {
        id: "ntfy-token",
        prefixes: [...ALPHABETS.lower].map((char) => `tk_${char}`),
        parts: [{ of: "lower", min: 28 }],
        accepts: (secret) => /\d/.test(secret),
    },
    { id: "matrix-token", prefixes: ["syt_", "syr_", "mct_", "mat_"], parts: [{ of: "base64url", min: 24, max: 120 }] },
];

const tokens = prefixFamily({
    id: "chat",
    title: "Chat: Slack, Discord, Telegram, Teams, Google Chat, Webex, Mattermost, Matrix and their webhooks",
    source: "docs.slack.dev token types; discord.com/developers reference; core.telegram.org/bots/api; Microsoft Teams incoming webhooks; open.dingtalk.com robot security; docs.ntfy.sh access tokens; developer.webex.com/docs/bots; www.make.com webhooks",
    formats: FORMATS,
    leave: [
        "xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx",
        "https://hooks.slack.com/services/",
        "https://discord.com/channels/1/2",
        "mat_mul",
        "at 12:AA",
    ],
});

const webhook = (id: string, anchors: readonly string[], format: RegExp) =>
    vendorRule({ id, anchors, format, anywhere: true, hides: "group" });

const DIGITS1 = ["MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"];
const DIGITS2 = [..."AEIMQUYcgk"];
const DIGITS3 = [..."wxyz012345"];

export const chat: PatternFamily = {
    ...tokens,
    rules: [
        ...tokens.rules,
        webhook("slack-webhook", ["hooks.slack.com/"], /hooks\.slack\.com\/(?:services|workflows|triggers)\/([\w/-]{20,200})/),
        webhook(
            "discord-webhook",
            ["discord.com/api/", "discordapp.com/api/"],
            /discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{15,22}\/([\w-]{50,90})/,
        ),
        webhook(
            "teams-webhook",
            [".webhook.office.com/", "outlook.office.com/webhook/"],
            /(?:\.webhook\.office\.com\/webhookb2|outlook\.office\.com\/webhook)\/([\w@/-]{30,400})/,
        ),
        webhook(
            "google-chat-webhook",
            ["chat.googleapis.com/"],
            /chat\.googleapis\.com\/v1\/spaces\/[\w-]{4,40}\/messages\?(key=[\w-]{20,60}&(?:amp;)?token=[\w%=-]{20,120})/,
        ),
        webhook(
            "webex-webhook",
            ["webexapis.com/v1/webhooks/incoming/"],
            /webexapis\.com\/v1\/webhooks\/incoming\/([\w-]{40,200})/,
        ),
        webhook("zapier-webhook", ["hooks.zapier.com/hooks/"], /hooks\.zapier\.com\/hooks\/catch\/(\w{3,20}\/\w{4,20})/),
        webhook(
            "ifttt-webhook",
            ["maker.ifttt.com/"],
            /maker\.ifttt\.com\/(?:trigger\/[\w{}-]{1,80}\/(?:json\/)?with\/key|use)\/([\w-]{10,60})/,
        ),
        webhook(
            "feishu-webhook",
            ["open.feishu.cn/open-apis/bot/", "open.larksuite.com/open-apis/bot/"],
            /open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/(?:v2\/)?hook\/([\w-]{16,60})/,
        ),
        webhook("dingtalk-webhook", ["oapi.dingtalk.com/robot/"], /oapi\.dingtalk\.com\/robot\/send\?access_token=(\w{32,80})/),
        webhook("wecom-webhook", ["qyapi.weixin.qq.com/"], /qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=([\w-]{30,40})/),
        webhook(
            "mattermost-webhook",
            ["/hooks/"],
            /\/hooks\/([a-z0-9]{26}|[A-Za-z0-9]{17,24}\/[A-Za-z0-9]{40,64}|[0-9a-f]{64})(?![\w-])/,
        ),
        webhook(
            "pagerduty-integration",
            ["events.pagerduty.com/integration/"],
            /events\.pagerduty\.com\/integration\/(\w{30,34})/,
        ),
        webhook(
            "make-webhook",
            ["hook.eu1.make.com/", "hook.eu2.make.com/", "hook.us1.make.com/", "hook.us2.make.com/", "hook.integromat.com/"],
            /hook\.(?:(?:eu|us)\d\.make|integromat)\.com\/([a-z0-9]{28,40})/,
        ),
        webhook("flux-receiver", ["/hook/"], /\/hook\/([0-9a-f]{64})(?![\w-])/),
        aroundAnchor({
            id: "webex-token",
            anchors: ["_PF84_", "_P0A1_", "_PE93_", "_P1D4_"],
            before: { isPart: (code) => isWordChar(code) || code === 95 || code === 45, min: 60, max: 66 },
            rest: /_P[0-9A-F]{3}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
        }),
        vendorRule({ id: "telegram-bot-token", anchors: [":AA", "%3AAA"], format: /(?::|%3A)AA[\w-]{32,36}/, anywhere: true }),
        vendorRule({
            id: "discord-bot-token",
            anchors: DIGITS1.flatMap((a) => DIGITS2.flatMap((b) => DIGITS3.map((c) => a + b + c))),
            format: /[MNO][\w-]{22,28}\.[\w-]{6}\.[\w-]{27,40}/,
            accepts: isVaried,
        }),
    ].map((rule) =>
        rule.id !== "telegram-bot-token"
            ? rule
            : {
                  ...rule,
                  match(text: string, at: number, ended: boolean, bytes: Uint8Array) {
                      const found = rule.match(text, at, ended, bytes);
                      const digits = /\d{6,12}$/.exec(text.slice(Math.max(0, at - 12), at))?.[0].length ?? 0;
                      const start = at - digits;
                      const begins = beginsAt(text, start) || text.slice(start - 3, start) === "bot";
                      return found !== undefined && found !== "more" && "start" in found && digits > 0 && begins
                          ? { start, end: found.end }
                          : undefined;
                  },
              },
    ),
    examples: {
        hide: [
            ...tokens.examples.hide,
            `POST https://hooks.slack.com/services/⟦T${sampleOf("upper", 8, 1)}/B${sampleOf("upper", 8, 2)}/${sampleOf("base62", 24, 3)}⟧ failed`,
            `https://discord.com/api/webhooks/123456789012345678/⟦${sampleOf("base64url", 67, 4)}z⟧`,
            `https://api.telegram.org/bot⟦123456789:AA${sampleOf("base64url", 32, 5)}x⟧/sendMessage`,
            `https://acme.webhook.office.com/webhookb2/⟦${sampleOf("hex", 8, 6)}-aaaa-bbbb-cccc-${sampleOf("hex", 12, 7)}@x/IncomingWebhook/${sampleOf("hex", 32, 8)}/x1⟧`,
            `https://webexapis.com/v1/webhooks/incoming/⟦${sampleOf("base62", 78, 9)}⟧`,
            `discord ⟦MTIz${sampleOf("base62", 20, 10)}.${sampleOf("base62", 6, 11)}.${sampleOf("base62", 38, 12)}⟧ login`,
            `webex ⟦${sampleOf("base62", 64, 14)}_PF84_1eb65fdf-9643-417f-9974-ad72cae0e10f⟧`,
            `https://hook.eu2.make.com/⟦${sampleOf("lower", 32, 15)}⟧`,
            `POST /hooks/⟦${sampleOf("lower", 26, 13)}⟧ 200`,
        ],
        leave: tokens.examples.leave,
    },
};
