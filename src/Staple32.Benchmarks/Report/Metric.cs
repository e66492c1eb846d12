namespace Staple32.Benchmarks.Report;

/// <summary>All values of one metric of one case, over all runs.</summary>
internal sealed class Metric(string bench, string @case, string name, string unit)
{
    private readonly List<double> _values = [];

    public string Bench => bench;

    public string Case => @case;

    public string Name => name;

    public string Unit => unit;

    public int Count => _values.Count;

    public double Min => _values.Min();

    public double Max => _values.Max();

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. _values.Order()];
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public void Add(double value) => _values.Add(value);
}
