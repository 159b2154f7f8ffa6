"""Pairs the rows of a table of weights with its columns so that the weights taken add up to the most."""

from collections.abc import Sequence


def best_pairs(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The (row, column) pairs of the heaviest one-to-one pairing, by row; pairs that weigh nothing are left out.

    ``weights`` is a rectangle of non-negative numbers. The Hungarian method by shortest augmenting paths, as Jonker and
    Volgenant give it (Computing 38, 1987), in time of rows² × columns.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        turned = [[row[column] for row in weights] for column in range(len(weights[0]))]
        return sorted((row, column) for column, row in best_pairs(turned))
    columns = len(weights[0])
    row_price, column_price = [0.0] * len(weights), [0.0] * (columns + 1)
    taken_by: list[int | None] = [None] * (columns + 1)  # the last column is a stand-in for "not paired yet"
    for row in range(len(weights)):
        taken_by[columns] = row
        column, came_from = columns, [columns] * columns
        least, done = [float("inf")] * columns, [False] * (columns + 1)
        while (current := taken_by[column]) is not None:
            done[column] = True
            step, following = float("inf"), columns
            for other in range(columns):
                if done[other]:
                    continue
                cost = -weights[current][other] - row_price[current] - column_price[other]
                if cost < least[other]:
                    least[other], came_from[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(columns + 1):
                if done[other] and (holder := taken_by[other]) is not None:
                    row_price[holder] += step
                    column_price[other] -= step
                elif other < columns:
                    least[other] -= step
            column = following
        while column != columns:
            taken_by[column] = taken_by[came_from[column]]
            column = came_from[column]
    pairs = [(row, column) for column, row in enumerate(taken_by[:columns]) if row is not None]
    return sorted((row, column) for row, column in pairs if weights[row][column] > 0)
