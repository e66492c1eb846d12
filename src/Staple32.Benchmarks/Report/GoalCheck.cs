namespace Staple32.Benchmarks.Report;

/// <summary>How the goals of one benchmark stand against its results.</summary>
internal sealed class GoalCheck
{
    private readonly Dictionary<Metric, Goal> _goals = [];

    public GoalCheck(BenchResults results, IEnumerable<Goal> goals)
    {
        var open = new List<Goal>();
        foreach (Goal goal in goals.Where(goal => goal.Bench == results.Name))
        {
            if (results.Metrics.FirstOrDefault(metric => goal.IsFor(metric.Bench, metric.Case, metric.Name)) is { } metric)
                _goals.Add(metric, goal);
            else
                open.Add(goal);
        }

        Unmeasured = open;
        Missed = [.. _goals.Where(pair => !pair.Value.IsReachedBy(pair.Key.Median))];
    }

    /// <summary>The goals whose metric was not printed: a peer is missing, or the name is wrong.</summary>
    public IReadOnlyList<Goal> Unmeasured { get; }

    public IReadOnlyList<KeyValuePair<Metric, Goal>> Missed { get; }

    /// <summary>"≤ 1.8 x, reached"; empty if the metric has no goal.</summary>
    public string Verdict(Metric metric, string emphasis)
    {
        if (!_goals.TryGetValue(metric, out Goal? goal))
            return "";
        string word = goal.IsReachedBy(metric.Median) ? "reached" : $"{emphasis}not reached{emphasis}";
        return $"{goal.Text(metric.Unit)}: {word}";
    }

    /// <summary>One sentence for every goal that is not reached or not measured.</summary>
    public IEnumerable<string> Confessions()
    {
        foreach ((Metric metric, Goal goal) in Missed)
        {
            string why = goal.Why.Length > 0 ? goal.Why : "nobody has written down why (benchmarks/goals.tsv)";
            yield return $"Not reached: {metric.Case}, {metric.Name}: {why}";
        }

        foreach (Goal goal in Unmeasured)
            yield return $"Not measured: {goal.Case}, {goal.Metric} ({goal.Text("")})";
    }
}
