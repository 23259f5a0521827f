# Two commands: `make demo` and `make test`. Nothing has to be installed by hand but make, git, any Node with npm, and Go (for the tests).
SHELL := /bin/bash
NODE_MAJOR := $(shell node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
ARCH := $(shell uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
NODE_PACKAGE := node-linux-$(ARCH)@24.21.0
OWN_NODE := $(CURDIR)/.tools/node_modules/node-linux-$(ARCH)/bin

# Ours is Node 24 or newer; where the machine's is older, one comes from the npm package that ships the binary, into the checkout.
ifeq ($(shell [ "$(NODE_MAJOR)" -ge 24 ] 2>/dev/null && echo new),new)
NODE_READY :=
else
NODE_READY := $(OWN_NODE)/node
export PATH := $(OWN_NODE):$(PATH)
endif

.PHONY: demo test unit lint types generate check-generated build pack bench rig system clean

demo: node_modules/.installed
	@node src/cli/main.ts demo

test: node_modules/.installed rig system
	npx --no-install vitest run

lint: node_modules/.installed
	npx --no-install biome check .
	npx --no-install knip

types: node_modules/.installed
	npx --no-install tsc --noEmit

generate: node_modules/.installed
	node scripts/generate.ts

# What is generated from the registries and the protos is committed; generating it again must change nothing.
check-generated: generate
	@git diff --exit-code -- docs src || { echo "generated files are out of date: run 'make generate' and commit" >&2; exit 1; }

build: node_modules/.installed
	node scripts/build.ts

pack: build
	npm pack --ignore-scripts

# All of it takes half an hour: make bench ARGS="--rounds 1 objects logs" is a part of it.
bench: node_modules/.installed rig
	node bench/run.ts $(ARGS)

# The real kube-apiserver for the tests, built once into a cache that later runs share.
rig: node_modules/.installed
	@node test/harness/build-rig.ts

# Real programs that the tests run against.
system:
	@scripts/system-packages.sh

node_modules/.installed: package-lock.json $(NODE_READY)
	npm ci --no-audit --no-fund
	@touch $@

$(OWN_NODE)/node:
	npm install --no-save --no-package-lock --no-audit --no-fund --prefix .tools $(NODE_PACKAGE)

clean:
	rm -rf node_modules dist .tools
