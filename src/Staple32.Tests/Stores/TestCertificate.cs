using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Staple32.Certificates;

namespace Staple32.Tests.Stores;

/// <summary>Certificates made by the framework: stores do not look at signatures, so one key and self-made issuers will do.</summary>
internal static class TestCertificate
{
    private static readonly DateTimeOffset s_notBefore = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ECDsa s_key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="subject">As in "CN=a, O=b".</param>
    /// <param name="serial">The serial number's octets, big-endian.</param>
    /// <param name="issuer">The subject if null.</param>
    /// <param name="ageInDays">How long before the usual day it begins.</param>
    /// <param name="extensions">Added in order.</param>
    public static Certificate Make(
        string subject, byte[]? serial = null, string? issuer = null, int ageInDays = 0, params X509Extension[] extensions) =>
        Make(new X500DistinguishedName(subject), serial, issuer, ageInDays, extensions);

    /// <summary>As the other overload, with any Name for a subject.</summary>
    public static Certificate Make(
        X500DistinguishedName subject, byte[]? serial = null, string? issuer = null, int ageInDays = 0, params X509Extension[] extensions)
    {
        var request = new CertificateRequest(subject, s_key, HashAlgorithmName.SHA256);
        foreach (X509Extension extension in extensions)
            request.CertificateExtensions.Add(extension);
        using X509Certificate2 made = request.Create(
            issuer is null ? subject : new X500DistinguishedName(issuer),
            X509SignatureGenerator.CreateForECDsa(s_key),
            s_notBefore.AddDays(-ageInDays),
            s_notBefore.AddYears(1),
            serial ?? [1]);
        return Certificate.Parse(made.RawData);
    }

    /// <summary>Distinct ones: CN=name0, CN=name1, ...</summary>
    public static Certificate[] MakeMany(int count, string name = "host")
    {
        var certificates = new Certificate[count];
        for (int index = 0; index < count; index++)
            certificates[index] = Make($"CN={name}{index}", [1, (byte)(index >> 8), (byte)index]);
        return certificates;
    }

    public static string Pem(Certificate certificate) => PemEncoding.WriteString("CERTIFICATE", certificate.Encoded.Span);
}
