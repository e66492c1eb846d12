namespace Staple32.Certificates.Names;

/// <summary>The string types that an attribute's value may have, tried in this order.</summary>
public enum NameAlphabet
{
    /// <summary>PrintableString, else one of the types for all of Unicode: what X.520 calls a DirectoryString.</summary>
    PrintableOrUnicode,
    Printable,
    Ia5,
    Ia5OrUtf8,
    Numeric,
}

/// <summary>An attribute that has a name of its own in the text form of a Name.</summary>
/// <param name="Keyword">As written; read without regard to case.</param>
/// <param name="Oid">Dotted.</param>
/// <param name="Alphabet">What its values are made of.</param>
public sealed record NameKeyword(string Keyword, string Oid, NameAlphabet Alphabet);

/// <summary>
/// The keywords of CertStrToName's reference page, and those that Windows writes beside them. Of two for one attribute the
/// first is written.
/// </summary>
public static class NameKeywords
{
    private static readonly NameKeyword[] s_all =
    [
        new("CN", "2.5.4.3", NameAlphabet.PrintableOrUnicode),
        new("L", "2.5.4.7", NameAlphabet.PrintableOrUnicode),
        new("O", "2.5.4.10", NameAlphabet.PrintableOrUnicode),
        new("OU", "2.5.4.11", NameAlphabet.PrintableOrUnicode),
        new("E", "1.2.840.113549.1.9.1", NameAlphabet.Ia5),
        new("Email", "1.2.840.113549.1.9.1", NameAlphabet.Ia5),
        new("C", "2.5.4.6", NameAlphabet.Printable),
        new("S", "2.5.4.8", NameAlphabet.PrintableOrUnicode),
        new("ST", "2.5.4.8", NameAlphabet.PrintableOrUnicode),
        new("STREET", "2.5.4.9", NameAlphabet.PrintableOrUnicode),
        new("T", "2.5.4.12", NameAlphabet.PrintableOrUnicode),
        new("Title", "2.5.4.12", NameAlphabet.PrintableOrUnicode),
        new("G", "2.5.4.42", NameAlphabet.PrintableOrUnicode),
        new("GN", "2.5.4.42", NameAlphabet.PrintableOrUnicode),
        new("GivenName", "2.5.4.42", NameAlphabet.PrintableOrUnicode),
        new("I", "2.5.4.43", NameAlphabet.PrintableOrUnicode),
        new("Initials", "2.5.4.43", NameAlphabet.PrintableOrUnicode),
        new("SN", "2.5.4.4", NameAlphabet.PrintableOrUnicode),
        new("DC", "0.9.2342.19200300.100.1.25", NameAlphabet.Ia5OrUtf8),
        new("SERIALNUMBER", "2.5.4.5", NameAlphabet.Printable),
        new("Description", "2.5.4.13", NameAlphabet.PrintableOrUnicode),
        new("PostalCode", "2.5.4.17", NameAlphabet.PrintableOrUnicode),
        new("POBox", "2.5.4.18", NameAlphabet.PrintableOrUnicode),
        new("Phone", "2.5.4.20", NameAlphabet.Printable),
        new("X21Address", "2.5.4.24", NameAlphabet.Numeric),
        new("dnQualifier", "2.5.4.46", NameAlphabet.Printable),
    ];

    private static readonly Dictionary<string, NameKeyword> s_byOid = [];
    private static readonly Dictionary<string, NameKeyword> s_byKeyword = new(StringComparer.OrdinalIgnoreCase);

    static NameKeywords()
    {
        foreach (NameKeyword keyword in s_all)
        {
            s_byOid.TryAdd(keyword.Oid, keyword);
            s_byKeyword.Add(keyword.Keyword, keyword);
        }
    }

    /// <summary>All of them, those for one attribute one after the other.</summary>
    public static IReadOnlyList<NameKeyword> All => s_all;

    /// <summary>The keyword that an attribute is written with, or null.</summary>
    public static NameKeyword? OfAttribute(string oid) => s_byOid.GetValueOrDefault(oid);

    /// <summary>The attribute that a keyword stands for, or null.</summary>
    public static NameKeyword? Find(string keyword) => s_byKeyword.GetValueOrDefault(keyword);
}
