using Org.BouncyCastle.Asn1;

namespace Staple32.Tests.Certificates.Names;

/// <summary>Encoded Names made by BouncyCastle.</summary>
internal static class EncodedName
{
    public static byte[] Of(params Asn1Encodable[] parts) => new DerSequence(parts).GetDerEncoded();

    /// <summary>A relative name of one attribute.</summary>
    public static DerSet Part(string oid, Asn1Encodable value) => new(Value(oid, value));

    public static DerSequence Value(string oid, Asn1Encodable value) => new(new DerObjectIdentifier(oid), value);

    /// <summary>A Name of one attribute with any bytes for its value.</summary>
    public static byte[] OfValue(string oid, byte[] encoded)
    {
        byte[] identifier = new DerObjectIdentifier(oid).GetDerEncoded();
        return Wrap(0x30, Wrap(0x31, Wrap(0x30, [.. identifier, .. encoded])));
    }

    private static byte[] Wrap(byte tag, byte[] contents) => [tag, checked((byte)contents.Length), .. contents];
}
