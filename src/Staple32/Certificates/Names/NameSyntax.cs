namespace Staple32.Certificates.Names;

/// <summary>How the text of a Name is read, and into which string types.</summary>
public readonly record struct NameSyntax
{
    /// <summary>The characters that end a relative name.</summary>
    public string Separators { get; init; }

    /// <summary>A plus sign is a character like others: every relative name has one attribute.</summary>
    public bool WithoutPlus { get; init; }

    /// <summary>A quotation mark is a character like others.</summary>
    public bool WithoutQuotes { get; init; }

    /// <summary>The last relative name of the text is encoded first.</summary>
    public bool Reversed { get; init; }

    /// <summary>TeletexString instead of BMPString for what is Latin-1.</summary>
    public bool PrefersTeletex { get; init; }

    /// <summary>UTF8String instead of BMPString.</summary>
    public bool PrefersUtf8 { get; init; }

    /// <summary>UTF8String for every attribute that may be one of several types.</summary>
    public bool ForcesUtf8 { get; init; }

    /// <summary>Mail addresses beyond ASCII are encoded in Punycode.</summary>
    public bool EncodesPunycode { get; init; }
}
