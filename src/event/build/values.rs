//! Values, from the core to the wire.

use super::super::wire;
use super::spans::Spans;
use crate::entity::patterns::Value;

pub(super) fn all(spans: &Spans<'_>, values: &[Value]) -> Vec<wire::Value> {
    let one = |value: &Value| wire::Value {
        span: spans.wire(value.span),
        r#type: value.kind.into(),
        value: value.value.clone(),
        unit: value.unit.clone(),
    };
    values.iter().map(one).collect()
}
