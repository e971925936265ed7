# Sourced: finds, installs and starts a private RabbitMQ. Used by scripts/test, scripts/demo, scripts/bench and, through scripts/rabbitmq-node, by the tests.

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

# RABBITMQ_ROOT names a folder with another Debian in it, whose server is used instead of the machine's own: `ensure_rabbitmq_4` makes one.
in_rabbitmq_root() {
    if [ -n "${RABBITMQ_ROOT:-}" ]; then chroot "$RABBITMQ_ROOT" "$@"; else "$@"; fi
}

# Makes a Debian 13 with RabbitMQ 4 in the folder FOLDER, once. Needs root.
ensure_rabbitmq_4() {
    local folder=$1
    if [ ! -e "$folder/usr/lib/rabbitmq/bin/rabbitmq-server" ]; then
        [ -n "$(command -v debootstrap)" ] || install_packages debootstrap
        debootstrap --variant=minbase trixie "$folder" >&2
        cp /etc/resolv.conf "$folder/etc/resolv.conf"
        printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d"
        chmod +x "$folder/usr/sbin/policy-rc.d"
        DEBIAN_FRONTEND=noninteractive chroot "$folder" apt-get install -y -qq --no-install-recommends rabbitmq-server >&2
    fi
    # The nodes keep their data beneath /tmp, and Erlang looks into /proc.
    local mount
    for mount in /proc /tmp /dev; do mountpoint -q "$folder$mount" || mount --bind "$mount" "$folder$mount"; done
}

# Prints the folder that holds the server's own scripts (Debian's wrapper in /usr/sbin switches to a user of its own, which a private node must not).
rabbitmq_home() {
    local candidate
    for candidate in "${RABBITMQ_HOME:-}" /usr/lib/rabbitmq /usr/lib/rabbitmq/lib/rabbitmq_server-*; do
        [ -n "$candidate" ] && [ -x "${RABBITMQ_ROOT:-}$candidate/bin/rabbitmq-server" ] && { echo "$candidate"; return; }
    done
    return 1
}

# Installs Debian's package if there is none. The package starts no service on the way.
ensure_rabbitmq_server() {
    rabbitmq_home >/dev/null && return
    install_packages rabbitmq-server && rabbitmq_home >/dev/null || { echo "rabbitmq-server could not be installed: install RabbitMQ 3.10 or newer" >&2; return 1; }
}

# What the fault tests need beside it: a clock that can be set for one program alone.
ensure_fault_tools() {
    compgen -G '/usr/lib/*-linux-gnu/faketime/libfaketime.so.1' >/dev/null || install_packages libfaketime
}

# start_private_rabbitmq FOLDER PORT: a node of its own, on loopback only, with its data, logs, cookie and port mapper under FOLDER. Waits until it answers.
start_private_rabbitmq() {
    local folder=$1 port=$2 home
    home=$(rabbitmq_home)
    mkdir -p "$folder/home" "$folder/log" "$folder/data"
    cat >"$folder/rabbitmq.conf" <<CONF
listeners.tcp.default = 127.0.0.1:$port
loopback_users.guest = true
log.file.level = info
log.console = false
cluster_formation.node_cleanup.only_log_warning = true
CONF
    # More settings of the caller's: TLS, for one.
    [ -z "${RABBITMQ_EXTRA_CONF:-}" ] || cat "$RABBITMQ_EXTRA_CONF" >>"$folder/rabbitmq.conf"
    # Nodes of one cluster share a cookie and a port mapper.
    [ -z "${RABBITMQ_CLUSTER_EPMD:-}" ] || (umask 077 && echo "cluster-$RABBITMQ_CLUSTER_EPMD" >"$folder/home/.erlang.cookie")
    cat >"$folder/env" <<ENV
export HOME=$folder/home
export RABBITMQ_NODENAME=node$port@localhost
export RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
export RABBITMQ_NODE_PORT=$port
export RABBITMQ_DIST_PORT=$((port + 1))
export ERL_EPMD_PORT=${RABBITMQ_CLUSTER_EPMD:-$((port + 2))}
export ERL_EPMD_ADDRESS=127.0.0.1
export RABBITMQ_CTL_DIST_PORT_MIN=$((port + 3))
export RABBITMQ_CTL_DIST_PORT_MAX=$((port + 9))
export RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf
export RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
export RABBITMQ_MNESIA_BASE=$folder/data
export RABBITMQ_LOG_BASE=$folder/log
export RABBITMQ_PID_FILE=$folder/pid
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"
export LC_ALL=C.UTF-8
ENV
    (
        in_rabbitmq_root bash -c 'source "$0/env" && exec setsid "$1/bin/rabbitmq-server"' "$folder" "$home" >>"$folder/log/console.log" 2>&1
    ) &
    local tries
    for tries in $(seq 1 600); do
        if private_rabbitmq_answers "$port"; then
            private_rabbitmqctl "$folder" await_startup >/dev/null 2>&1
            return
        fi
        sleep 0.1
    done
    echo "the private RabbitMQ did not start; its last words:" >&2
    tail -n 20 "$folder"/log/*.log >&2
    return 1
}

# An AMQP 0-9-1 broker answers a protocol header with a method frame.
private_rabbitmq_answers() {
    python3 - "$1" 2>/dev/null <<'PYTHON'
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=2) as peer:
    peer.sendall(b"AMQP\x00\x00\x09\x01")
    sys.exit(0 if peer.recv(1) == b"\x01" else 1)
PYTHON
}

# private_rabbitmqctl FOLDER ARGUMENT…
private_rabbitmqctl() {
    local folder=$1
    shift
    in_rabbitmq_root bash -c 'source "$0/env" && exec "$1/bin/rabbitmqctl" --silent "${@:2}"' "$folder" "$(rabbitmq_home)" "$@"
}

# kill_private_rabbitmq FOLDER: kill -9, as a power cut would; the data stays.
kill_private_rabbitmq() {
    local folder=$1
    pkill -9 -f -- "-home $folder/home " || true
    while pgrep -f -- "-home $folder/home " >/dev/null; do sleep 0.05; done
}

# stop_private_rabbitmq FOLDER: the node and its port mapper are gone afterwards.
stop_private_rabbitmq() {
    local folder=$1
    [ -e "$folder/env" ] || return 0
    kill_private_rabbitmq "$folder"
    local port tries
    port=$(source "$folder/env" && echo "$ERL_EPMD_PORT")
    # The port mapper refuses to go while it still believes in the node.
    for tries in $(seq 1 20); do
        epmd -port "$port" -kill >/dev/null 2>&1 && return
        epmd -port "$port" -names >/dev/null 2>&1 || return 0
        sleep 0.1
    done
}
