// floor does the job of a support-bundle collector and nothing else: it lists every listable resource of a
// cluster as raw JSON, streams the logs of all pods, and writes what it reads, as read, into one gzip stream.
// Nothing is parsed (but for the names that the next request needs), rendered, split, sorted or redacted.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	kgzip "github.com/klauspost/compress/gzip"
	"github.com/tidwall/gjson"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

var (
	kubeconfig = flag.String("kubeconfig", os.Getenv("KUBECONFIG"), "kubeconfig")
	out        = flag.String("o", "floor.out", "output file")
	impl       = flag.String("gzip", "std", "std, klauspost or none")
	level      = flag.Int("level", 6, "gzip level")
	limit      = flag.Int("limit", 500, "page size; 0 asks for all at once")
	parallel   = flag.Int("parallel", 8, "requests at a time")
	logs       = flag.Bool("logs", true, "stream the logs of all containers")
	resources  = flag.Bool("resources", true, "list all resources (else only pods)")
	namespace  = flag.String("n", "", "only the logs of pods of these namespaces, separated by commas")
	compress   = flag.Bool("transport-gzip", false, "ask the API server for compressed answers")
	events2    = flag.Bool("events-twice", false, "list events.k8s.io too, which are the events of the core group again")
	noSecrets  = flag.Bool("no-secrets", false, "do not list secrets")
	previous   = flag.String("previous", "none", "whose logs of the previous run to ask for: none, restarted (those that have one) or all")
	cached     = flag.Bool("cached", false, "resourceVersion=0 on the first page")
	timestamps = flag.Bool("timestamps", false, "timestamps=true in log requests")
)

var requests, received, logBytes, logRequests, failed atomic.Int64

func main() {
	flag.Parse()
	start := time.Now()
	cfg, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	check(err)
	cfg.DisableCompression = !*compress
	client, err := rest.HTTPClientFor(cfg)
	check(err)
	base := strings.TrimSuffix(cfg.Host, "/")

	f, err := os.Create(*out)
	check(err)
	var w io.WriteCloser = f
	switch *impl {
	case "std":
		w, err = gzip.NewWriterLevel(f, *level)
	case "klauspost":
		w, err = kgzip.NewWriterLevel(f, *level)
	}
	check(err)
	// One writer, fed by all: a chunk is a line with where it is from and then the bytes.
	type chunk struct {
		name string
		data []byte
		buf  *[]byte
	}
	pool := sync.Pool{New: func() any { b := make([]byte, 256<<10); return &b }}
	chunks := make(chan chunk, 16)
	written := make(chan struct{})
	var plain int64
	go func() {
		for c := range chunks {
			n, err := fmt.Fprintf(w, "%s %d\n", c.name, len(c.data))
			check(err)
			m, err := w.Write(c.data)
			check(err)
			plain += int64(n + m)
			if c.buf != nil {
				pool.Put(c.buf)
			}
		}
		close(written)
	}()

	get := func(path, accept string) (*http.Response, error) {
		req, _ := http.NewRequestWithContext(context.Background(), "GET", base+path, nil)
		req.Header.Set("Accept", accept)
		requests.Add(1)
		return client.Do(req)
	}
	all := func(path, accept string) []byte {
		resp, err := get(path, accept)
		check(err)
		defer resp.Body.Close()
		var b bytes.Buffer
		if resp.ContentLength > 0 {
			b.Grow(int(resp.ContentLength) + 512)
		}
		_, err = b.ReadFrom(resp.Body)
		check(err)
		received.Add(int64(b.Len()))
		if resp.StatusCode != 200 {
			failed.Add(1)
			return nil
		}
		return b.Bytes()
	}

	work := make(chan func(), 1<<20)
	var pending sync.WaitGroup
	for range *parallel {
		go func() {
			for job := range work {
				job()
				pending.Done()
			}
		}()
	}
	add := func(job func()) { pending.Add(1); work <- job }

	only := map[string]bool{}
	for _, ns := range strings.Split(*namespace, ",") {
		if ns != "" {
			only[ns] = true
		}
	}
	stream := func(path, name string) {
		resp, err := get(path, "*/*")
		if err != nil {
			failed.Add(1)
			return
		}
		defer resp.Body.Close()
		logRequests.Add(1)
		if resp.StatusCode != 200 {
			failed.Add(1)
			io.Copy(io.Discard, resp.Body)
			return
		}
		for {
			buf := pool.Get().(*[]byte)
			n, err := io.ReadFull(resp.Body, *buf)
			if n > 0 {
				logBytes.Add(int64(n))
				chunks <- chunk{name, (*buf)[:n], buf}
			} else {
				pool.Put(buf)
			}
			if err != nil {
				if err != io.EOF && err != io.ErrUnexpectedEOF {
					failed.Add(1)
				}
				return
			}
		}
	}
	logsOf := func(page []byte) {
		if !*logs {
			return
		}
		gjson.GetBytes(page, "items").ForEach(func(_, pod gjson.Result) bool {
			ns, name := pod.Get("metadata.namespace").Str, pod.Get("metadata.name").Str
			if len(only) > 0 && !only[ns] {
				return true
			}
			for _, list := range []string{"spec.initContainers", "spec.containers"} {
				pod.Get(list).ForEach(func(_, c gjson.Result) bool {
					container := c.Get("name").Str
					path := "/api/v1/namespaces/" + ns + "/pods/" + name + "/log?container=" + container
					if *timestamps {
						path += "&timestamps=true"
					}
					add(func() { stream(path, ns+"/"+name+"/"+container) })
					if *previous == "all" || *previous == "restarted" && ranBefore(pod, container) {
						add(func() { stream(path+"&previous=true", ns+"/"+name+"/"+container+"/previous") })
					}
					return true
				})
			}
			return true
		})
	}
	list := func(path, name string, pods bool) {
		next := ""
		for {
			q := url.Values{}
			if *limit > 0 {
				q.Set("limit", fmt.Sprint(*limit))
			}
			if next != "" {
				q.Set("continue", next)
			} else if *cached {
				q.Set("resourceVersion", "0")
			}
			page := all(path+"?"+q.Encode(), "application/json")
			if page == nil {
				return
			}
			// List metadata comes before the items, so this reads a few hundred bytes.
			next = gjson.GetBytes(page, "metadata.continue").Str
			chunks <- chunk{name: name, data: page}
			if pods {
				logsOf(page)
			}
			if next == "" {
				return
			}
		}
	}

	const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
	type discovery struct {
		Items []struct {
			Metadata struct{ Name string }
			Versions []struct {
				Version   string
				Resources []struct {
					Resource string
					Verbs    []string
				}
			}
		}
	}
	kinds := 0
	for _, root := range []string{"/api", "/apis"} {
		var d discovery
		check(json.Unmarshal(all(root, accept), &d))
		for _, group := range d.Items {
			seen := map[string]bool{} // of each resource the first, which is the preferred, version
			for _, version := range group.Versions {
				for _, r := range version.Resources {
					if seen[r.Resource] || !has(r.Verbs, "list") {
						continue
					}
					seen[r.Resource] = true
					path := root + "/" + version.Version + "/" + r.Resource
					if root == "/apis" {
						path = root + "/" + group.Metadata.Name + "/" + version.Version + "/" + r.Resource
					}
					pods := root == "/api" && r.Resource == "pods"
					if group.Metadata.Name == "events.k8s.io" && !*events2 ||
						*noSecrets && root == "/api" && r.Resource == "secrets" ||
						!*resources && !pods {
						continue
					}
					kinds++
					add(func() { list(path, path, pods) })
				}
			}
		}
	}
	pending.Wait()
	close(chunks)
	<-written
	if w != io.WriteCloser(f) {
		check(w.Close())
	}
	check(f.Close())
	info, _ := os.Stat(*out)
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"wall": time.Since(start).Seconds(), "user": seconds(usage.Utime), "sys": seconds(usage.Stime),
		"rss_mb": usage.Maxrss >> 10, "kinds": kinds, "requests": requests.Load(), "log_requests": logRequests.Load(),
		"failed": failed.Load(), "resource_mb": float64(received.Load()) / 1e6, "log_mb": float64(logBytes.Load()) / 1e6,
		"plain_mb": float64(plain) / 1e6, "output_mb": float64(info.Size()) / 1e6,
	})
}

// ranBefore is whether the container was restarted, so that there is a log of its previous run.
func ranBefore(pod gjson.Result, container string) bool {
	for _, statuses := range []string{"status.initContainerStatuses", "status.containerStatuses"} {
		for _, status := range pod.Get(statuses).Array() {
			if status.Get("name").Str == container {
				return status.Get("restartCount").Int() > 0 || status.Get("lastState.terminated").Exists()
			}
		}
	}
	return false
}

func seconds(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}
