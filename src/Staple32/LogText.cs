namespace Staple32;

/// <summary>Makes text from the network, a file or an exception fit for one line of a log.</summary>
public static class LogText
{
    /// <summary>
    /// At most <paramref name="maxLength"/> characters, control characters and line separators replaced, so that nothing can
    /// forge a second line or an escape sequence.
    /// </summary>
    public static string Clean(string? text, int maxLength = 200)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        bool cut = text.Length > maxLength;
        ReadOnlySpan<char> source = cut ? text.AsSpan(0, maxLength) : text;
        Span<char> clean = source.Length <= 509 ? stackalloc char[512] : new char[source.Length + 3];
        int length = 0;
        bool changed = cut;
        foreach (char c in source)
        {
            // Half a surrogate pair is not text, and the cut may leave one: neither half is kept.
            bool bad = char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c);
            clean[length++] = bad ? '?' : c;
            changed |= bad;
        }

        if (!changed)
            return text;
        if (cut)
        {
            "...".CopyTo(clean[length..]);
            length += 3;
        }

        return new string(clean[..length]);
    }
}
