// measure runs a command and writes what it took, as JSON, into a file: `measure FILE COMMAND ARGS...`. A small process of its own, because a
// child's peak memory counts from its parent's on Linux, and Node's would be more than some of what is measured.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	command := exec.Command(os.Args[2], os.Args[3:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	started := time.Now()
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
	wall := time.Since(started)
	state := command.ProcessState
	// Of the process and of all that it waited for; Linux counts Maxrss in KiB.
	usage := state.SysUsage().(*syscall.Rusage)
	text, _ := json.Marshal(map[string]any{
		"code": state.ExitCode(), "wallMs": float64(wall.Microseconds()) / 1e3,
		"cpuMs":  float64((state.UserTime() + state.SystemTime()).Microseconds()) / 1e3,
		"rssMiB": float64(usage.Maxrss) / 1024,
	})
	if err := os.WriteFile(os.Args[1], text, 0o600); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}
