/** Programs that take a password in a flag whose name says nothing by itself, each as its manual has it. */
export interface Program {
    /** How the command may begin: anchors of the rule. */
    readonly names: readonly string[];
    /** The flags, as a regular expression. */
    readonly flags: string;
    /** The value may follow at once, or must: `-phunter2`. */
    readonly joined?: "may" | "must";
    /** The value's beginning that is no part of the secret, as a regular expression: `pass:`, `user%`. */
    readonly prefix?: string;
    /** What must stand in the command besides. */
    readonly only?: RegExp;
}

export const PROGRAMS: readonly Program[] = [
    { names: ["mysql", "mariadb"], flags: "-p", joined: "must" },
    { names: ["sshpass"], flags: "-p", joined: "may" },
    { names: ["redis-cli", "valkey-cli", "keydb-cli"], flags: "-a|--pass" },
    { names: ["mongo", "cqlsh", "hydra ", "ncftpput", "ncftpget", "twine ", "usermod ", "useradd "], flags: "-p", joined: "may" },
    { names: ["sqlcmd", "bcp ", "mosquitto_pub", "mosquitto_sub", "ipmitool", "tsql "], flags: "-P", joined: "may" },
    { names: ["ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami", "ldapdelete", "ldapcompare"], flags: "-w", joined: "may" },
    { names: ["ldappasswd"], flags: "-[was]" },
    { names: ["kadmin"], flags: "-w" },
    { names: ["addprinc", "add_principal", "change_password ", "cpw "], flags: "-pw" },
    { names: ["openssl"], flags: "-pass(?:in|out)?", prefix: "pass:" },
    { names: ["openssl"], flags: "-[kK]", only: /openssl\s(?:enc|aes|des|camellia|aria|sm4|bf|rc)/ },
    { names: ["keytool", "jarsigner"], flags: "-(?:src|dest)?(?:store|key)pass|-new" },
    { names: ["unzip ", "zip ", "zipcloak "], flags: "-P", joined: "may" },
    { names: ["7z ", "7za ", "7zz ", "unrar ", "rar "], flags: "-h?p", joined: "may" },
    { names: ["ffmpeg", "ffprobe", "ffplay"], flags: "-(?:decryption|encryption|cenc_decryption)_key" },
    { names: ["snmp"], flags: "-[cAX]", only: /^snmp\w+\s/ },
    {
        names: ["smbclient", "rpcclient", "smbget", "smbcacls", "net ads", "net rpc"],
        flags: "-U|--user",
        prefix: "[^\\s%\"']{1,128}%",
    },
    { names: ["lftp "], flags: "-u", prefix: "[^\\s,\"']{1,128}," },
    { names: ["curl "], flags: "-E|--cert", prefix: "[^\\s:\"']{1,256}:" },
    { names: ["xfreerdp", "wlfreerdp", "rdesktop"], flags: "[/-]p", joined: "may", prefix: ":?" },
    { names: ["virsh secret-set-value"], flags: "--base64" },
    { names: ["login "], flags: "-p" },
];
