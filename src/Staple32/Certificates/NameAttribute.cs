using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates.Names;

namespace Staple32.Certificates;

/// <summary>An AttributeTypeAndValue of a Name (RFC 5280 4.1.2.4).</summary>
/// <param name="Oid">The attribute's type, dotted.</param>
/// <param name="Encoded">The value with its tag and length.</param>
/// <param name="Type">What kind of value it is.</param>
/// <param name="Contents">The value's contents octets.</param>
/// <param name="Text">The value if it is of a string type and well-formed, else null.</param>
internal readonly record struct NameAttribute(
    string Oid, ReadOnlyMemory<byte> Encoded, RdnValueType Type, ReadOnlyMemory<byte> Contents, string? Text)
{
    /// <exception cref="AsnContentException">Not an AttributeTypeAndValue.</exception>
    public static NameAttribute Read(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        string oid = inside.ReadOid();
        ReadOnlyMemory<byte> encoded = inside.ReadEncoded();
        inside.ExpectEnd();
        ReadOnlyMemory<byte> contents = new DerReader(encoded).ReadContents(out Asn1Tag tag);
        RdnValueType type = RdnValueTypes.FromTag(tag);
        return new NameAttribute(oid, encoded, type, contents, StringOctets.Read(type, contents.Span, utf8InTeletex: false));
    }
}
