using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Staple32.Certificates;

namespace Staple32.Tests.Certificates;

/// <summary>An authority whose CRLs come from the framework's or BouncyCastle's builders, for tests of our reader.</summary>
internal sealed class CrlTestAuthority : IDisposable
{
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // One key for all, since making them is what would take the time; nothing here depends on whose key it is.
    private static readonly RSA s_key = RSA.Create(2048);

    public CrlTestAuthority(string name)
    {
        Name = name;
        var request = new CertificateRequest(name, s_key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Framework = request.CreateSelfSigned(Start, Start.AddYears(10));
        Certificate = Certificate.Parse(Framework.RawData);
    }

    public string Name { get; }

    public X509Certificate2 Framework { get; }

    public Certificate Certificate { get; }

    /// <summary>A certificate of this authority's.</summary>
    /// <param name="serial">Big-endian contents octets.</param>
    /// <param name="isAuthority">Whether it is a CA.</param>
    /// <param name="points">cRLDistributionPoints, if any.</param>
    public Certificate Issue(byte[] serial, bool isAuthority = false, CrlDistPoint? points = null)
    {
        var request = new CertificateRequest("CN=leaf", s_key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (points is not null)
        {
            request.CertificateExtensions.Add(
                new System.Security.Cryptography.X509Certificates.X509Extension("2.5.29.31", points.GetDerEncoded(), false));
        }

        using X509Certificate2 issued = request.Create(Framework, Start, Start.AddYears(1), serial);
        return Certificate.Parse(issued.RawData);
    }

    /// <summary>A CRL by BouncyCastle.</summary>
    public byte[] Sign(Action<X509V2CrlGenerator> fill)
    {
        var generator = new X509V2CrlGenerator();
        generator.SetIssuerDN(new X509Name(Name));
        generator.SetThisUpdate(Start.UtcDateTime);
        fill(generator);
        AsymmetricCipherKeyPair pair = DotNetUtilities.GetRsaKeyPair(s_key);
        return generator.Generate(new Asn1SignatureFactory("SHA256WITHRSA", pair.Private)).GetEncoded();
    }

    /// <summary>A CRL that is limited as its IssuingDistributionPoint says.</summary>
    public byte[] SignLimited(Asn1Encodable limits) =>
        Sign(generator => generator.AddExtension(X509Extensions.IssuingDistributionPoint, true, limits));

    public static X509Extensions Extensions(DerObjectIdentifier oid, bool isCritical, Asn1Encodable value)
    {
        var generator = new X509ExtensionsGenerator();
        generator.AddExtension(oid, isCritical, value);
        return generator.Generate();
    }

    public void Dispose() => Framework.Dispose();
}
