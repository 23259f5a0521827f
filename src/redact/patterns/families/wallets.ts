import { isBech32 } from "../bech32.ts";
import { prefixFamily } from "../prefix-family.ts";

export const wallets = prefixFamily({
    id: "wallets",
    title: "Keys of wallets: extended private keys, Nostr, Cardano, Sui, Tezos",
    source: "BIP 32, SLIP 132, NIP-19, CIP-5, SIP-15 (suiprivkey), tezos.gitlab.io base58 prefixes",
    formats: [
        {
            id: "extended-private-key",
            prefixes: ["xprv", "yprv", "zprv", "tprv", "uprv", "vprv"],
            parts: [{ of: "base58", min: 100, max: 108 }],
        },
        {
            id: "nostr-key",
            prefixes: ["nsec1"],
            parts: [{ of: "lower", min: 58 }],
            checkedLength: (run) => (isBech32(run.slice(0, 63)) ? 63 : undefined),
        },
        {
            id: "cardano-key",
            prefixes: ["ed25519_sk1", "ed25519e_sk1", "root_xsk1", "acct_xsk1", "addr_xsk1", "stake_xsk1", "root_sk1"],
            parts: [{ of: "lower", min: 50, max: 230 }],
        },
        { id: "sui-key", prefixes: ["suiprivkey1"], parts: [{ of: "lower", min: 58, max: 60 }] },
        { id: "tezos-key", prefixes: ["edsk"], parts: [{ of: "base58", min: 50, max: 94 }] },
    ],
    leave: [
        "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
        "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6",
        "edsk is a prefix",
        "xprv9s21ZrQH143K",
    ],
});
