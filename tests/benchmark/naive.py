"""The app to compare with: the same map as most people write it in Dash.

One figure by `px.choropleth` with the boundaries inside, made anew in every callback from the
rows by pandas. Nothing in it is slow on purpose. `python -m tests.benchmark.naive FOLDER PORT`.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import geopandas as gpd
import pandas as pd
import plotly.express as px
import shapely
from dash import Dash, Input, Output, dcc, html

from geodata.localities import all_localities
from geodata.questionnaire import proposed_questionnaire
from geodata.residents import residents

HERE = Path(__file__).parent
BOUNDARIES = HERE.parents[1] / "geodata" / "reference" / "boundaries.geojson"
QUESTIONS = ("trust_police", "trust_officer", "safe_day", "safe_night", "fair", "good_job")


def create_app(folder: Path, points: bool) -> Dash:
    """Create the app over the raw rows of `folder`, with a point per visit or without."""
    columns = ["date", "district", "mode", *QUESTIONS]
    responses = pd.read_csv(folder / "responses.csv", usecols=columns)
    visits = pd.read_csv(folder / "visits.csv")
    boundaries = gpd.read_file(BOUNDARIES)
    # plotly takes the other winding than the GeoJSON standard.
    boundaries["geometry"] = shapely.orient_polygons(boundaries.geometry.values, exterior_cw=True)
    geojson = boundaries.set_index("district_code").__geo_interface__
    counted = {code: residents(code).denominator for code in boundaries["district_code"]}
    people = pd.Series(counted, dtype=float).dropna()
    places = pd.DataFrame(
        [(p.code, p.district_code, p.name_ro, p.latitude, p.longitude) for p in all_localities()],
        columns=["locality_code", "district_code", "name", "lat", "lon"],
    )
    localities = places["district_code"].value_counts().reindex(people.index)
    days = sorted(responses["date"].unique())
    asked = {question.key: question for question in proposed_questionnaire().questions}

    app = Dash(__name__, assets_folder=str(HERE / "naive_assets"))
    app.layout = html.Div(
        [
            dcc.Dropdown(
                ["reach_rate", "localities_visited", *QUESTIONS], "reach_rate", id="metric"
            ),
            dcc.RangeSlider(0, len(days) - 1, 1, value=[0, len(days) - 1], id="days"),
            dcc.Graph(id="map", style={"height": "760px"}),
        ]
    )

    def values(metric: str, first: str, last: str) -> pd.Series:
        if metric in QUESTIONS:
            inside = responses[(responses["date"] >= first) & (responses["date"] <= last)]
            answers = inside[inside[metric].isin(asked[metric].valid)]
            good = answers[metric].isin(asked[metric].favourable)
            return (good.groupby(answers["district"]).mean() * 100).round()
        held = visits[visits["status"].isin(["done", "moved"])]
        held = held[(held["visit_date"] >= first) & (held["visit_date"] <= last)]
        if metric == "reach_rate":
            contacts = held.groupby("district_code")["participants"].sum()
            return (contacts.reindex(people.index).fillna(0) / people * 1000).round(1)
        visited = held.groupby("district_code")["locality_code"].nunique()
        return (visited.reindex(people.index).fillna(0) / localities * 100).round(1)

    @app.callback(Output("map", "figure"), Input("metric", "value"), Input("days", "value"))
    def draw(metric: str, span: list[int]) -> object:
        first, last = days[span[0]], days[span[1]]
        table = values(metric, first, last).rename("value").rename_axis("district").reset_index()
        figure = px.choropleth(
            table, geojson=geojson, locations="district", color="value", hover_name="district"
        )
        if points:
            held = visits[(visits["visit_date"] >= first) & (visits["visit_date"] <= last)]
            table = held.merge(places.drop(columns="district_code"), on="locality_code")
            figure.add_scattergeo(
                lat=table["lat"],
                lon=table["lon"],
                text=table["name"],
                marker_size=table["participants"] ** 0.5 / 1.6,
            )
        figure.update_geos(fitbounds="locations", visible=False)
        figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
        return figure

    return app


def make_server() -> object:
    """Return the WSGI app over the rows in `NAIVE_FOLDER`, for a server with workers."""
    return create_app(Path(os.environ["NAIVE_FOLDER"]), False).server


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--points", action="store_true")
    given = parser.parse_args()
    create_app(given.folder, given.points).run(host="127.0.0.1", port=given.port, debug=False)
