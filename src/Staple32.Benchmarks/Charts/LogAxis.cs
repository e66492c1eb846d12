namespace Staple32.Benchmarks.Charts;

/// <summary>A logarithmic axis from a power of ten, twice or five times one, to another such number.</summary>
internal sealed class LogAxis
{
    private const int MaxTicks = 10;
    private static readonly int[] s_steps = [1, 2, 5];

    private readonly double _from;
    private readonly double _to;

    private LogAxis(double from, double to)
    {
        _from = Math.Log10(from);
        _to = Math.Log10(to);
        double[] all = [.. Marks(from, to)];
        double[] powers = [.. all.Where(mark => Math.Abs(Math.Log10(mark) - Math.Round(Math.Log10(mark))) < 1e-9)];
        Ticks = all.Length <= MaxTicks || powers.Length < 2 ? all : powers;
    }

    /// <summary>What is marked and labelled.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that reaches over these values, all above 0.</summary>
    public static LogAxis Over(IReadOnlyCollection<double> values)
    {
        double lowest = values.Min();
        double highest = values.Max();
        double from = Marks(lowest / 10, lowest * 10).Last(mark => mark <= lowest * (1 + 1e-9));
        double to = Marks(highest / 10, highest * 20).First(mark => mark >= highest * (1 - 1e-9) && mark > from);
        return new LogAxis(from, to);
    }

    /// <summary>Where a value stands between the ends, 0 to 1.</summary>
    public double Share(double value) => (Math.Log10(value) - _from) / (_to - _from);

    private static IEnumerable<double> Marks(double from, double to)
    {
        for (int power = (int)Math.Floor(Math.Log10(from)) - 1; power <= Math.Log10(to) + 1; power++)
        {
            foreach (int step in s_steps)
            {
                double mark = step * Math.Pow(10, power);
                if (mark >= from * (1 - 1e-9) && mark <= to * (1 + 1e-9))
                    yield return mark;
            }
        }
    }
}
