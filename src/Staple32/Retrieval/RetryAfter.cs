using System.Globalization;

namespace Staple32.Retrieval;

/// <summary>The Retry-After header (RFC 9110 10.2.3): seconds, or a date in one of the three forms of section 5.6.7.</summary>
public static class RetryAfter
{
    private static readonly string[] s_dateForms =
    [
        "r",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
    ];

    /// <summary>How long to wait from now: null if the header is missing or malformed, zero if the date is past.</summary>
    public static TimeSpan? Parse(string? header, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(header))
            return null;
        string text = header.Trim();
        if (IsDigits(text))
        {
            // More seconds than a TimeSpan holds mean "very long", not "malformed".
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seconds)
                && seconds < (ulong)TimeSpan.MaxValue.TotalSeconds
                    ? TimeSpan.FromSeconds((long)seconds)
                    : TimeSpan.MaxValue;
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowInnerWhite;
        if (!DateTimeOffset.TryParseExact(text, s_dateForms, CultureInfo.InvariantCulture, Styles, out DateTimeOffset date))
            return null;
        return date > now ? date - now : TimeSpan.Zero;
    }

    private static bool IsDigits(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
        }

        return true;
    }
}
