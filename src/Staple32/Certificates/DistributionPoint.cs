using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>One of a certificate's CRL distribution points (RFC 5280 4.2.1.13).</summary>
/// <param name="Names">Where the CRL is, null if the point names only the CRL's issuer.</param>
/// <param name="CrlIssuer">Who signs the CRL, null if it is the certificate's issuer.</param>
/// <param name="Reasons">The revocations that the CRLs there list.</param>
internal readonly record struct DistributionPoint(GeneralNameList? Names, GeneralNameList? CrlIssuer, RevocationReasons Reasons)
{
    private const int NameField = 0;
    private const int ReasonsField = 1;
    private const int CrlIssuerField = 2;
    private const int LastReason = 8;

    // Every point is compared with the CRL's names: as there, hostile lengths are cut off.
    private const int MaxPoints = 64;

    /// <summary>A certificate's distribution points; empty if it has none.</summary>
    /// <exception cref="CertificateFormatException">The extension is malformed.</exception>
    public static IReadOnlyList<DistributionPoint> Of(Certificate certificate) =>
        certificate.FindExtension(Oids.CrlDistributionPoints) is { } extension ? ReadAll(extension.Value, certificate.Issuer) : [];

    /// <summary>The points in the value of an extension: cRLDistributionPoints or freshestCRL (RFC 5280 5.2.6).</summary>
    /// <param name="encoded">The value.</param>
    /// <param name="issuer">The encoded Name of whoever signs CRLs that name no other signer.</param>
    /// <exception cref="CertificateFormatException">It is malformed.</exception>
    public static IReadOnlyList<DistributionPoint> ReadAll(ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte> issuer)
    {
        try
        {
            var points = new List<DistributionPoint>();
            var outside = new DerReader(encoded);
            DerReader sequence = outside.ReadSequence();
            outside.ExpectEnd();
            while (sequence.HasData)
            {
                if (points.Count == MaxPoints)
                    throw new AsnContentException($"more than {MaxPoints} points");
                points.Add(Read(sequence.ReadSequence(), issuer));
            }

            return points;
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"malformed CRL distribution points: {e.Describe()}", e);
        }
    }

    /// <summary>Reads ReasonFlags under a context tag; all reasons if they are not there.</summary>
    /// <exception cref="AsnContentException">Something else under that tag.</exception>
    public static RevocationReasons ReadReasons(ref DerReader reader, int field)
    {
        Asn1Tag tag = DerReader.Context(field, constructed: false);
        return reader.NextIs(tag)
            ? (RevocationReasons)NamedBits.Read(reader.ReadBitString(out _, tag).Span, LastReason) & RevocationReasons.All
            : RevocationReasons.All;
    }

    /// <summary>Whether CRLs about a certificate may come from there (RFC 5280 6.3.3 (b) (1)).</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="crlIssuer">The encoded Name of the CRL's issuer.</param>
    /// <param name="isIndirect">Whether the CRL lists certificates of other issuers too.</param>
    /// <exception cref="CertificateFormatException">The certificate's extension is malformed.</exception>
    public static bool MaySign(Certificate certificate, ReadOnlyMemory<byte> crlIssuer, bool isIndirect)
    {
        if (DistinguishedName.Equal(certificate.Issuer.Span, crlIssuer.Span))
            return true;
        if (!isIndirect)
            return false;
        foreach (DistributionPoint point in Of(certificate))
        {
            if (point.CrlIssuer is { } named && named.ContainsDirectoryName(crlIssuer.Span))
                return true;
        }

        return false;
    }

    private static DistributionPoint Read(DerReader point, ReadOnlyMemory<byte> issuer)
    {
        DerReader name = default;
        if (point.NextIs(DerReader.Context(NameField)))
            name = point.ReadSequence(DerReader.Context(NameField));
        RevocationReasons reasons = ReadReasons(ref point, ReasonsField);
        GeneralNameList? crlIssuer = null;
        if (point.NextIs(DerReader.Context(CrlIssuerField)))
            crlIssuer = new GeneralNameList(point.ReadSequence(DerReader.Context(CrlIssuerField)));
        point.ExpectEnd();

        // A relative name continues that of whoever signs the CRL.
        ReadOnlyMemory<byte> crlIssuerName = crlIssuer?.DirectoryName ?? issuer;
        GeneralNameList? names = name.HasData ? DistributionPointName.Read(name, crlIssuerName) : null;
        return new DistributionPoint(names, crlIssuer, reasons);
    }
}
