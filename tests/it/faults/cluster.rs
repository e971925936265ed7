//! Rows 56 and 57: three nodes. A leader dies, and a node is cut off from the others.

use super::trial::{ARTICLES, Trial, done, many};
use crate::broker::Node;

/// Three nodes that are one.
struct Cluster {
    nodes: Vec<Node>,
    /// What nodes must know of each other to speak.
    cookie: String,
}

impl Cluster {
    fn start() -> Self {
        let mapper =
            std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound").port();
        let mapper = mapper.to_string();
        let mut nodes: Vec<Node> = (0..3).map(|_| Node::start_with(&[("RABBITMQ_CLUSTER_EPMD", &mapper)])).collect();
        let first = nodes[0].name();
        for node in &mut nodes[1..] {
            node.tell("ctl stop_app");
            node.tell("ctl reset");
            node.tell(&format!("ctl join_cluster {first}"));
            node.tell("ctl start_app");
        }
        Self { nodes, cookie: format!("cluster-{mapper}") }
    }

    /// The node that leads the queue of articles.
    fn leader(&mut self, vhost: &str, ask: usize) -> usize {
        let told = self.nodes[ask].tell(&format!("ctl list_queues -p {vhost} name leader"));
        let line = told.split_whitespace().skip_while(|word| *word != ARTICLES).nth(1).expect("a leader").to_owned();
        self.nodes.iter().position(|node| node.name() == line).expect("one of ours")
    }

    /// Neither `alone` nor the others hear of each other until [`heal`](Self::heal).
    fn cut(&mut self, alone: usize) {
        self.introduce(alone, |here| format!("only-{here}-knows"));
        assert_eq!(self.nodes[alone].tell("ctl eval nodes()."), "[]", "it is alone");
    }

    /// They meet again; the one that was alone begins anew with what the others have.
    fn heal(&mut self, alone: usize) {
        let cookie = self.cookie.clone();
        self.introduce(alone, |_| cookie.clone());
        self.nodes[alone].tell("ctl stop_app");
        self.nodes[alone].tell("ctl start_app");
    }

    /// Two nodes speak if both name the same cookie.
    fn introduce(&mut self, alone: usize, cookie: impl Fn(usize) -> String) {
        for other in (0..self.nodes.len()).filter(|node| *node != alone) {
            for (here, there) in [(alone, other), (other, alone)] {
                let (name, cookie) = (self.nodes[there].name(), cookie(here));
                self.nodes[here].tell(&format!(
                    "ctl eval erlang:set_cookie('{name}','{cookie}'),erlang:disconnect_node('{name}')."
                ));
            }
        }
    }

    /// All nodes as one list of hosts, beginning with `first`.
    fn url(&self, vhost: &str, first: usize) -> String {
        let hosts = self.nodes[first..].iter().chain(&self.nodes[..first]);
        let urls = hosts.map(|node| format!("amqp://guest:guest@127.0.0.1:{}/{vhost}", node.port()));
        urls.collect::<Vec<_>>().join(",")
    }

    fn one(&self, vhost: &str, node: usize) -> String {
        format!("amqp://guest:guest@127.0.0.1:{}/{vhost}", self.nodes[node].port())
    }
}

#[test]
fn row_56_a_cluster_loses_the_leader_of_its_queue() {
    let mut cluster = Cluster::start();
    cluster.nodes[0].vhost("row56");
    let mut trial = Trial::new("56", "leader of a three-node cluster killed under load", &cluster.one("row56", 0));
    let leader = cluster.leader("row56", 0);
    let witness = (leader + 1) % 3;
    trial.move_to(&cluster.one("row56", witness));
    trial.publish(many(300));
    let worker = trial.worker_at(&cluster.url("row56", leader), &["--prefetch", "50"]);
    done(&[&worker], 30);
    cluster.nodes[leader].tell("kill");
    trial.lifted();
    trial.publish(100);
    done(&[&worker], many(300) + 100);
    trial.recovered();
    trial.stop(worker);
    cluster.nodes[leader].tell("start");
    trial.settle();
}

#[test]
fn row_57_a_node_is_cut_off() {
    let mut cluster = Cluster::start();
    cluster.nodes[0].vhost("row57");
    let mut trial = Trial::new("57", "worker's node cut off from the other two, and back", &cluster.one("row57", 0));
    trial.move_to(&cluster.one("row57", 1));
    let worker = trial.worker_at(&cluster.url("row57", 0), &["--prefetch", "50"]);
    worker.says("consuming");
    trial.publish(100);
    done(&[&worker], 10);
    cluster.cut(0);
    // The other two go on without the worker's node.
    trial.publish(100);
    assert!(worker.count("enriched id") <= 100, "what only the minority has is not confirmed");
    cluster.heal(0);
    trial.lifted();
    trial.reconnect();
    done(&[&worker], 200);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}
