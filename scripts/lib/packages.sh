# Sourced: installs what is missing.

# What `cargo build` needs beside Rust: the allocator is built from C.
ensure_build_tools() {
    command -v cc >/dev/null && command -v make >/dev/null || install_packages gcc libc6-dev make
}

# install_packages NAME…: Debian's packages; services among them are not started.
install_packages() {
    local root=""
    [ "$(id -u)" -eq 0 ] || root=sudo
    command -v apt-get >/dev/null || { echo "no apt-get here to install $*" >&2; return 1; }
    echo "installing $*"
    local policy=/usr/sbin/policy-rc.d made=""
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' | $root tee $policy >/dev/null
        $root chmod +x $policy
        made=yes
    fi
    local status=0
    { $root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; } || status=$?
    [ -z "$made" ] || $root rm -f $policy
    return $status
}
