"""The talent flow as plain values. The keys are a promise: other programs read them."""

from recruitment.talent.flow import Journeys, flow_of
from recruitment.talent.journeys import COLUMNS_OF, Group, label_of


def talent_flow(group: Group, journeys: Journeys) -> dict:
    """People at each stop of each column, and between neighbouring columns.

    A node is named by its column and its key: an ISO 3166 code, or a word such as "elsewhere",
    "unknown", "still_here". In every column the people add up to `people`.
    """
    columns = COLUMNS_OF[group]
    flow = flow_of(journeys, width=len(columns))
    return {
        "group": group.value,
        "people": flow.total,
        "nodes": [
            {
                "column": columns[one.column],
                "key": one.key,
                "label": label_of(one.key),
                "people": one.people,
            }
            for one in flow.nodes
        ],
        "links": [
            {
                "from": {"column": columns[one.column], "key": one.source},
                "to": {"column": columns[one.column + 1], "key": one.target},
                "people": one.people,
            }
            for one in flow.links
        ],
    }
