"""The benchmark: budgets of time and size, measured beside a naive Dash app in one run."""
