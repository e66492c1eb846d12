using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Staple32.Certificates;
using Bc = Org.BouncyCastle.Asn1.X509;

namespace Staple32.Tests.Stores;

/// <summary>CRLs made by BouncyCastle.</summary>
internal static class TestCrl
{
    private static readonly DateTime s_thisUpdate = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly ECDsa s_key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="issuer">As in "CN=a, O=b".</param>
    /// <param name="ageInDays">How long before the usual day it begins.</param>
    /// <param name="isDelta">Whether it has a delta CRL indicator.</param>
    /// <param name="scope">A URL for an issuing distribution point.</param>
    /// <param name="keyIdentifier">For an authority key identifier.</param>
    /// <param name="key">Who signs, somebody if null.</param>
    public static CertificateRevocationList Make(
        string issuer, int ageInDays = 0, bool isDelta = false, string? scope = null, byte[]? keyIdentifier = null, ECDsa? key = null)
    {
        var generator = new X509V2CrlGenerator();
        // In the order in which the framework writes the names of certificates.
        generator.SetIssuerDN(X509Name.GetInstance(Asn1Object.FromByteArray(new X500DistinguishedName(issuer).RawData)));
        generator.SetThisUpdate(s_thisUpdate.AddDays(-ageInDays));
        generator.SetNextUpdate(s_thisUpdate.AddDays(7 - ageInDays));
        if (isDelta)
            generator.AddExtension(X509Extensions.DeltaCrlIndicator, true, new DerInteger(Org.BouncyCastle.Math.BigInteger.One));
        if (scope is not null)
        {
            var name = new Bc.DistributionPointName(new GeneralNames(new Bc.GeneralName(Bc.GeneralName.UniformResourceIdentifier, scope)));
            generator.AddExtension(
                X509Extensions.IssuingDistributionPoint, true, new Bc.IssuingDistributionPoint(name, false, false, null, false, false));
        }

        if (keyIdentifier is not null)
            generator.AddExtension(X509Extensions.AuthorityKeyIdentifier, false, new Bc.AuthorityKeyIdentifier(keyIdentifier));
        var signer = PrivateKeyFactory.CreateKey((key ?? s_key).ExportPkcs8PrivateKey());
        return CertificateRevocationList.Parse(generator.Generate(new Asn1SignatureFactory("SHA256WITHECDSA", signer)).GetEncoded());
    }
}
