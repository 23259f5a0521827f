/** Words and signs that logs are full of: what stands in them is a bad thing to look for. Not a list of anything; more of it only makes the sieve finer. */
export const COMMON_TEXT = `
secret token password connection config configuration controller reconcile reconciled reconciliation namespace kubernetes https get post put
info warn warning error errors debug failed failure level message msg time name names key test testing api app service server user client
request response requests status image pod node cluster system default example github gitlab access auth authorization cookie session
signature discord webhook pattern data value require required pass login live kube- kube- "key" key= :5432 10.0.0.1 10.1.0.10 10.244.1.1
2026-01-01t00:00:00z 2025-01-01t11:10:00z 2026-11-21t10:20:30.123456789z 2026/01/01 10:00:00 -0026 0026 0026 0026 1026 2026 u0026
com.com.com org.io .io/ .io/ .io/ k8s.io/client-go/ v1.0 v2.0 v2.0 v1. http/1.1" http/2.0" 200 200 404 500 "-" "-" 127.0.0.1 0.0.0.0 0.1 0.3
000 0000 00000 000000 .000 100000 000. 000. 100. 1000 1000
context container containers content contents control connected connecting connect connection common compact complete completed component
create created creating current currently cannot cache cached change changed check checked checking checksum close closed command commit
action actions version versions session sessions option options duration operation application location section permission transaction
exception function information collection condition conditions partition position execution extension authentication authorization
certificate certificates credential credentials record records recreate secret secrets sectors secure security second seconds section
network not found notfound into internal interval interface integer instance installed init initialized invalid index input ingress
path paths patch patched pattern compat compatible repat dispatch updated update updates state states status start started starting restart
storage store stored stop stopped static statefulset strategy string strings structure stream streams least last latest lost list listen
listening listed listing read ready reader readiness really reason received receive refresh register registered reject release released
remove removed replica replicas report repository requeue reset resolve resource resources response result results resync retry retries
return returned review revision role rollback root route router run runtime as has was is task tasks basic phase phases release database
async assign class hash base64 based passed because case cases message messages persistent sample scale schedule scheduled scheduler scope
script search select selector send sent sequence server serving service services set sets setting sha256 sha256: sha1: shutdown since size
skip skipped slow snapshot socket source spec success successful successfully support sync synced syncing system table target template
terminated terminating thread threshold timeout timestamp total trace trace_id traceid trigger true false try type types unable unavailable
unexpected unhealthy unknown unmarshal until upstream url use used user users using valid validate validation volume volumes wait waiting
watch watching worker workers workload write writing written yaml json java.lang. at com. at org. .java: .go: .py", line invoke main method
object objects observed offset older one only open opened operator other out output owner package page panic parse parsing parent payload
pending peer period ping pipeline plugin point policy pool port post postgres prefix probe process processed processing prometheus proxy
pull pulling push query queue quota rate rules memory metadata metrics migration missing mode monitor mount mounted multiple mutex
event events every evicted execute exit exited expected expired export external endpoint endpoints ended encoded enabled engine entry env
environment etcd leader learner leases lease limit limits line link linux load loaded loading local lock log logger logging long lookup
loop low handle handler header headers health healthy heartbeat helm host hostname hook hour id ids ignore domain done down download driver
drop dropped due dump daemon dashboard deadline deadlock declare decode delete deleted deleting deny denied deploy deployment depth describe
detected device dial difference digest directory disabled disk discover finished first flag flux flush follow force forward frame free from
full gateway generate generated generation garbage goroutine grace group grpc guard backend backoff background backup bad balance batch bind
block body boot bootstrap bound branch bridge broken broker bucket buffer build builtin bytes called cancel canceled capacity caller call
cert chain channel chart child choose cidr claim clean clear clock cloud code coredns cpu cron csi custom kernel keepalive kind known kubelet
kubectl fetch fetching field file files filter final find job join namespaced native nats nginx nil node nodes none normal notice null number
`;
