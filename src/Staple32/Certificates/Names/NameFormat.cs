namespace Staple32.Certificates.Names;

/// <summary>The text forms of a Name, by the CERT_*_NAME_STR numbers of wincrypt.h.</summary>
public enum NameStyle
{
    /// <summary>Values only: <c>Example, Joe + Programmer</c>.</summary>
    Simple = 1,

    /// <summary>With object identifiers: <c>2.5.4.10=Example</c>.</summary>
    Oid = 2,

    /// <summary>With keywords, OID. and the identifier where there is none: <c>O=Example</c>.</summary>
    X500 = 3,

    /// <summary>One XML element per attribute: <c>&lt;O&gt;Example&lt;/O&gt;</c>.</summary>
    Xml = 4,
}

/// <summary>What stands between the relative names.</summary>
public enum NameSeparator
{
    Comma,
    Semicolon,
    NewLine,
}

/// <summary>How a Name is written.</summary>
/// <param name="Style">The form.</param>
public readonly record struct NameFormat(NameStyle Style)
{
    public NameSeparator Separator { get; init; }

    /// <summary>A space alone between the attributes of one relative name, instead of " + ".</summary>
    public bool WithoutPlus { get; init; }

    /// <summary>Values are written as they are, however ambiguous.</summary>
    public bool WithoutQuotes { get; init; }

    /// <summary>The last relative name first.</summary>
    public bool Reversed { get; init; }

    /// <summary>A TeletexString is Latin-1 even if it could be UTF-8.</summary>
    public bool TeletexIsLatin1 { get; init; }

    /// <summary>Mail addresses in Punycode are written in Unicode.</summary>
    public bool DecodesPunycode { get; init; }
}
