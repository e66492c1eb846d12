using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;

namespace Staple32.Tests.Pki;

/// <summary>Encodes the extensions of test certificates and responses.</summary>
internal static class TestExtensions
{
    public static Asn1Encodable Encode(IEnumerable<TestExtension> extensions)
    {
        var all = new Asn1EncodableVector();
        foreach (TestExtension extension in extensions)
        {
            var one = new Asn1EncodableVector { new DerObjectIdentifier(extension.Oid) };
            if (extension.Critical)
                one.Add(DerBoolean.True);
            one.Add(new DerOctetString(extension.Value));
            all.Add(new DerSequence(one));
        }
        return new DerSequence(all);
    }

    public static List<TestExtension> For(CertificateSpec spec, TestKey key, TestKey signer)
    {
        var list = new List<TestExtension>();
        if (spec.IsAuthority || spec.PathLength is not null)
        {
            BasicConstraints constraints = spec.PathLength is { } length ? new BasicConstraints(length) : new BasicConstraints(spec.IsAuthority);
            list.Add(new TestExtension("2.5.29.19", true, constraints.GetDerEncoded()));
        }
        int usage = spec.KeyUsage ?? (spec.IsAuthority ? KeyUsage.KeyCertSign | KeyUsage.CrlSign : KeyUsage.DigitalSignature);
        if (usage != 0)
            list.Add(new TestExtension("2.5.29.15", true, new KeyUsage(usage).GetDerEncoded()));
        if (spec.ExtendedKeyUsage is { } purposes)
            list.Add(new TestExtension("2.5.29.37", false, Sequence(purposes.Select(oid => new DerObjectIdentifier(oid)))));
        if (spec.KeyIdentifiers)
        {
            list.Add(new TestExtension("2.5.29.14", false, new DerOctetString(key.Sha1).GetDerEncoded()));
            list.Add(new TestExtension(
                "2.5.29.35", false, new DerSequence(new DerTaggedObject(false, 0, new DerOctetString(signer.Sha1))).GetDerEncoded()));
        }
        if (spec.OcspUrls.Count + spec.IssuerUrls.Count > 0)
        {
            IEnumerable<Asn1Encodable> access = spec.OcspUrls.Select(url => Access("1.3.6.1.5.5.7.48.1", url))
                .Concat(spec.IssuerUrls.Select(url => Access("1.3.6.1.5.5.7.48.2", url)));
            list.Add(new TestExtension("1.3.6.1.5.5.7.1.1", false, Sequence(access)));
        }
        if (spec.DnsNames.Count > 0)
            list.Add(new TestExtension("2.5.29.17", false, Sequence(spec.DnsNames.Select(name => GeneralName(2, name)))));
        if (spec.MustStaple)
            list.Add(new TestExtension("1.3.6.1.5.5.7.1.24", false, Sequence([new DerInteger(BigInteger.ValueOf(5))])));
        list.AddRange(spec.Extensions);
        return list;
    }

    private static DerSequence Access(string method, string url) => new DerSequence(new DerObjectIdentifier(method), GeneralName(6, url));

    private static DerTaggedObject GeneralName(int tag, string text) => new DerTaggedObject(false, tag, new DerIA5String(text));

    private static byte[] Sequence(IEnumerable<Asn1Encodable> values) => new DerSequence(values.ToArray()).GetDerEncoded();
}
