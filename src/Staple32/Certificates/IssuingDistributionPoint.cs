using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>The limits of what a CRL speaks of (RFC 5280 5.2.5).</summary>
public sealed class IssuingDistributionPoint
{
    private const int NameField = 0;
    private const int OnlyUsersField = 1;
    private const int OnlyAuthoritiesField = 2;
    private const int OnlySomeReasonsField = 3;
    private const int IndirectField = 4;
    private const int OnlyAttributesField = 5;

    private readonly GeneralNameList? _names;

    private IssuingDistributionPoint(DerReader reader, ReadOnlyMemory<byte> issuer)
    {
        if (reader.NextIs(DerReader.Context(NameField)))
            _names = DistributionPointName.Read(reader.ReadSequence(DerReader.Context(NameField)), issuer);
        OnlyUserCertificates = ReadFlag(ref reader, OnlyUsersField);
        OnlyAuthorityCertificates = ReadFlag(ref reader, OnlyAuthoritiesField);
        OnlySomeReasons = reader.NextIs(DerReader.Context(OnlySomeReasonsField, constructed: false));
        Reasons = DistributionPoint.ReadReasons(ref reader, OnlySomeReasonsField);
        IsIndirect = ReadFlag(ref reader, IndirectField);
        OnlyAttributeCertificates = ReadFlag(ref reader, OnlyAttributesField);
        reader.ExpectEnd();
    }

    /// <summary>Only end-entity certificates are listed.</summary>
    public bool OnlyUserCertificates { get; }

    /// <summary>Only CA certificates are listed.</summary>
    public bool OnlyAuthorityCertificates { get; }

    /// <summary>Only attribute certificates are listed: no certificate that this library knows.</summary>
    public bool OnlyAttributeCertificates { get; }

    /// <summary>Only revocations for certain reasons are listed.</summary>
    public bool OnlySomeReasons { get; }

    /// <summary>The revocations that are listed.</summary>
    public RevocationReasons Reasons { get; }

    /// <summary>Certificates of other issuers are listed too.</summary>
    public bool IsIndirect { get; }

    /// <summary>
    /// Whether a CRL with these limits lists the certificate once it is revoked (RFC 5280 6.3.3 (b) (2)); who issued the
    /// CRL is not looked at.
    /// </summary>
    /// <exception cref="CertificateFormatException">A malformed extension of either is in the way.</exception>
    public bool Covers(Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (!CoversKindOf(certificate))
            return false;
        if (_names is null)
            return true;
        foreach (DistributionPoint point in DistributionPoint.Of(certificate))
        {
            if ((point.Names ?? point.CrlIssuer) is { } names && IsAt(names))
                return true;
        }

        return false;
    }

    /// <summary>Whether certificates of its kind are listed: of CAs, or of users.</summary>
    /// <exception cref="CertificateFormatException">Its basic constraints are malformed.</exception>
    internal bool CoversKindOf(Certificate certificate)
    {
        if (OnlyAttributeCertificates)
            return false;
        bool isAuthority = certificate.BasicConstraints is { IsAuthority: true };
        return isAuthority ? !OnlyUserCertificates : !OnlyAuthorityCertificates;
    }

    /// <summary>Whether the CRL is that of a distribution point with these names; one that names no point is that of every one.</summary>
    /// <exception cref="CertificateFormatException">A name is malformed.</exception>
    internal bool IsAt(GeneralNameList names)
    {
        try
        {
            return _names is not { } own || own.Overlaps(names);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"malformed name of a distribution point: {e.Describe()}", e);
        }
    }

    /// <param name="encoded">The extension's value.</param>
    /// <param name="issuer">The CRL's encoded issuer, which a relative name continues.</param>
    /// <exception cref="CertificateFormatException">Not an IssuingDistributionPoint.</exception>
    internal static IssuingDistributionPoint Parse(ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte> issuer)
    {
        try
        {
            var outside = new DerReader(encoded);
            DerReader inside = outside.ReadSequence();
            outside.ExpectEnd();
            return new IssuingDistributionPoint(inside, issuer);
        }
        catch (AsnContentException e)
        {
            throw new CertificateFormatException($"malformed issuing distribution point: {e.Describe()}", e);
        }
    }

    private static bool ReadFlag(ref DerReader reader, int field)
    {
        Asn1Tag tag = DerReader.Context(field, constructed: false);
        return reader.NextIs(tag) && reader.ReadBoolean(tag);
    }
}
