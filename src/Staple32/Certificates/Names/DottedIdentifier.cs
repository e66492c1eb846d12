namespace Staple32.Certificates.Names;

/// <summary>Object identifiers in dotted form, as callers write them.</summary>
public static class DottedIdentifier
{
    // Longer ones than any that was ever assigned; encoding takes time that grows with the square of an arc's digits.
    private const int MaxLength = 512;

    /// <summary>Whether the text is an identifier that can be encoded (X.660 A.2): two or more arcs, the first 0 to 2, the second below 40 unless that is 2.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is < 3 or > MaxLength || text[0] is < '0' or > '2' || text[1] != '.')
            return false;
        int arcs = 1;
        foreach (Range range in text[2..].Split('.'))
        {
            ReadOnlySpan<char> arc = text[2..][range];
            if (arc.IsEmpty || arc.ContainsAnyExceptInRange('0', '9') || (arc.Length > 1 && arc[0] == '0'))
                return false;
            if (arcs == 1 && text[0] != '2' && (arc.Length > 2 || int.Parse(arc, System.Globalization.CultureInfo.InvariantCulture) >= 40))
                return false;
            arcs++;
        }
        return arcs >= 2;
    }
}
