using Org.BouncyCastle.Asn1;
using Staple32.Pkcs12;
using Staple32.Stores;

namespace Staple32.Tests.Pkcs12;

/// <summary>
/// A PKCS #12 file built with BouncyCastle's ASN.1, good or evil:
/// <code>
/// byte[] file = new TestPfx { Seal = TestSeal.Own("SHA-256", "secret"), Parts = [TestPart.Plain(TestBag.Certificate(der))] }.Encode();
/// </code>
/// </summary>
public sealed record TestPfx
{
    /// <summary>ContentInfos, see <see cref="TestPart"/>.</summary>
    public IReadOnlyList<Asn1Encodable> Parts { get; init; } = [];

    /// <summary>Makes the MacData over the contents, see <see cref="TestSeal"/>; null leaves it out.</summary>
    public Func<byte[], Asn1Encodable>? Seal { get; init; }

    public int Version { get; init; } = 3;

    /// <summary>The type of the outermost contents; as it should be: data.</summary>
    public string ContentType { get; init; } = "1.2.840.113549.1.7.1";

    /// <summary>BER with indefinite lengths outside, as several programs write it.</summary>
    public bool IsIndefinite { get; init; }

    public byte[] Encode()
    {
        byte[] contents = Sequence([.. Parts]).GetEncoded();
        Asn1Encodable octets = IsIndefinite ? new BerOctetString(contents) : new DerOctetString(contents);
        Asn1Encodable wrapped = IsIndefinite ? new BerTaggedObject(true, 0, octets) : new DerTaggedObject(true, 0, octets);
        var fields = new List<Asn1Encodable> { TestEncryption.Number(Version), Sequence(new DerObjectIdentifier(ContentType), wrapped) };
        if (Seal is not null)
            fields.Add(Seal(contents));
        return Sequence([.. fields]).GetEncoded();
    }

    public StoreContents Open(string? password) => Pkcs12File.Parse(Encode()).Open(password);

    private Asn1Object Sequence(params Asn1Encodable[] items) => IsIndefinite ? new BerSequence(items) : new DerSequence(items);
}

/// <summary>SafeBags.</summary>
public static class TestBag
{
    private const string Bags = "1.2.840.113549.1.12.10.1.";

    public static Asn1Encodable Certificate(ReadOnlyMemory<byte> encoded, string? name = null) => Typed(3, "1.2.840.113549.1.9.22.1", encoded, name);

    public static Asn1Encodable Crl(ReadOnlyMemory<byte> encoded, string? name = null) => Typed(4, "1.2.840.113549.1.9.23.1", encoded, name);

    /// <summary>A certificate of a kind that nobody uses.</summary>
    public static Asn1Encodable SdsiCertificate() => Of(3, new DerSequence(
        new DerObjectIdentifier("1.2.840.113549.1.9.22.2"), new DerTaggedObject(true, 0, new DerIA5String("c2RzaQ=="))));

    /// <summary>A key, which is not looked at.</summary>
    public static Asn1Encodable Key(bool shrouded) => Of(shrouded ? 2 : 1, new DerSequence(TestEncryption.Number(0)));

    public static Asn1Encodable Secret() => Of(5, new DerSequence(new DerObjectIdentifier("1.2.3"), new DerTaggedObject(true, 0, new DerOctetString([1]))));

    public static Asn1Encodable Nested(params Asn1Encodable[] bags) => Of(6, new DerSequence(bags));

    /// <param name="number">1 key, 2 shrouded key, 3 certificate, 4 CRL, 5 secret, 6 safe contents.</param>
    /// <param name="value">The value.</param>
    /// <param name="attributes">Each a SEQUENCE.</param>
    public static Asn1Encodable Of(int number, Asn1Encodable value, params Asn1Encodable[] attributes)
    {
        var fields = new List<Asn1Encodable> { new DerObjectIdentifier($"{Bags}{number}"), new DerTaggedObject(true, 0, value) };
        if (attributes.Length > 0)
            fields.Add(new DerSet(attributes));
        return new DerSequence(fields.ToArray());
    }

    public static Asn1Encodable FriendlyName(Asn1Encodable name) => Attribute("1.2.840.113549.1.9.20", name);

    public static Asn1Encodable Attribute(string type, params Asn1Encodable[] values) => new DerSequence(new DerObjectIdentifier(type), new DerSet(values));

    private static Asn1Encodable Typed(int number, string kind, ReadOnlyMemory<byte> encoded, string? name)
    {
        var value = new DerSequence(new DerObjectIdentifier(kind), new DerTaggedObject(true, 0, new DerOctetString(encoded.ToArray())));
        // The local key identifier that many programs write is of no interest here.
        return name is null ? Of(number, value) : Of(
            number, value, Attribute("1.2.840.113549.1.9.21", new DerOctetString([1, 2])), FriendlyName(new DerBmpString(name)));
    }
}

/// <summary>ContentInfos with SafeContents in them.</summary>
public static class TestPart
{
    private const string EncryptedData = "1.2.840.113549.1.7.6";

    public static Asn1Encodable Plain(params Asn1Encodable[] bags) => Data(new DerSequence(bags).GetDerEncoded());

    public static Asn1Encodable Data(byte[] contents) =>
        Of("1.2.840.113549.1.7.1", new DerOctetString(contents));

    public static Asn1Encodable Encrypted(TestEncryption how, params Asn1Encodable[] bags) =>
        Encrypted(how.Algorithm, how.Encrypt(new DerSequence(bags).GetDerEncoded()));

    public static Asn1Encodable Encrypted(Asn1Encodable algorithm, byte[] encrypted) => Of(EncryptedData, new DerSequence(
        TestEncryption.Number(0),
        new DerSequence(
            new DerObjectIdentifier("1.2.840.113549.1.7.1"), algorithm, new DerTaggedObject(false, 0, new DerOctetString(encrypted)))));

    public static Asn1Encodable Of(string type, Asn1Encodable content) =>
        new DerSequence(new DerObjectIdentifier(type), new DerTaggedObject(true, 0, content));
}
