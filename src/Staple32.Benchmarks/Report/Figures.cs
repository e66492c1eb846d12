using System.Globalization;

namespace Staple32.Benchmarks.Report;

/// <summary>Numbers for people: three digits that count, and thousands apart.</summary>
internal static class Figures
{
    private const double FirstWithoutDecimals = 100;
    private static readonly NumberFormatInfo s_format = new() { NumberGroupSeparator = " ", NegativeSign = "-" };

    public static string Text(double value)
    {
        if (value == 0)
            return "0";
        double size = Math.Abs(value);
        int decimals = size >= FirstWithoutDecimals ? 0 : Math.Min(2 - (int)Math.Floor(Math.Log10(size)), 9);
        string text = value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), s_format);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }
}
