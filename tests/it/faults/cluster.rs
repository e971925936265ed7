//! Row 56: three nodes. A leader dies.

use super::trial::{ARTICLES, Trial, done, many};
use crate::broker::Node;

/// Three nodes that are one.
struct Cluster {
    nodes: Vec<Node>,
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
        Self { nodes }
    }

    /// The node that leads the queue of articles.
    fn leader(&mut self, vhost: &str, ask: usize) -> usize {
        let told = self.nodes[ask].tell(&format!("ctl list_queues -p {vhost} name leader"));
        let line = told.split_whitespace().skip_while(|word| *word != ARTICLES).nth(1).expect("a leader").to_owned();
        self.nodes.iter().position(|node| node.name() == line).expect("one of ours")
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
