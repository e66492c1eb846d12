using System.Formats.Asn1;
using System.Text;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>The kinds of name that an alternative name or a name constraint can be (RFC 5280 section 4.2.1.6), by tag.</summary>
internal enum GeneralNameKind
{
    OtherName = 0,
    Rfc822Name = 1,
    DnsName = 2,
    X400Address = 3,
    DirectoryName = 4,
    EdiPartyName = 5,
    Uri = 6,
    IPAddress = 7,
    RegisteredId = 8,
}

/// <summary>One GeneralName.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The contents octets; of a directory name the encoded Name.</param>
internal readonly record struct GeneralName(GeneralNameKind Kind, ReadOnlyMemory<byte> Value)
{
    /// <summary>The value of a mail address, DNS name or URI.</summary>
    public string Text => Encoding.Latin1.GetString(Value.Span);

    /// <exception cref="AsnContentException">Not a GeneralName.</exception>
    public static GeneralName Read(ref DerReader reader)
    {
        Asn1Tag tag = reader.PeekTag();
        var kind = (GeneralNameKind)tag.TagValue;
        bool isConstructed = kind is GeneralNameKind.OtherName or GeneralNameKind.X400Address
            or GeneralNameKind.DirectoryName or GeneralNameKind.EdiPartyName;
        if (tag.TagClass != TagClass.ContextSpecific || kind > GeneralNameKind.RegisteredId || tag.IsConstructed != isConstructed)
            throw new AsnContentException("not a general name");
        if (kind != GeneralNameKind.DirectoryName)
            return new GeneralName(kind, reader.ReadContents(out _));

        DerReader name = reader.ReadSequence(tag);
        ReadOnlyMemory<byte> encoded = name.ReadEncodedSequence();
        name.ExpectEnd();
        return new GeneralName(kind, encoded);
    }

    /// <summary>The names of a subjectAltName extension.</summary>
    /// <exception cref="AsnContentException">Malformed.</exception>
    public static List<GeneralName> ReadAll(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader sequence = outer.ReadSequence();
        outer.ExpectEnd();
        var names = new List<GeneralName>();
        while (sequence.HasData)
            names.Add(Read(ref sequence));
        return names;
    }
}
