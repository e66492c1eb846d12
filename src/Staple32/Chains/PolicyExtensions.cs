using System.Formats.Asn1;
using System.Numerics;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>What a certificate says about policies: four extensions of RFC 5280 (sections 4.2.1.4, .5, .11 and .14).</summary>
internal sealed class PolicyExtensions
{
    public const string PoliciesOid = "2.5.29.32";
    public const string MappingsOid = "2.5.29.33";
    public const string ConstraintsOid = "2.5.29.36";
    public const string InhibitAnyOid = "2.5.29.54";
    public const string AnyPolicy = "2.5.29.32.0";

    // No CA lists more; what is worked out from them grows faster than their number.
    private const int MaxEntries = 128;

    /// <summary>The policies, without anyPolicy; null if the certificate has none at all.</summary>
    public IReadOnlyList<string>? Policies { get; private init; }

    public bool HasAnyPolicy { get; private init; }

    /// <summary>Pairs of the issuer's and the subject's name for a policy.</summary>
    public IReadOnlyList<(string Issuer, string Subject)> Mappings { get; private init; } = [];

    /// <summary>After how many certificates a policy is required; null for never.</summary>
    public int? RequireExplicit { get; private init; }

    /// <summary>After how many certificates mappings are no longer allowed; null for never.</summary>
    public int? InhibitMapping { get; private init; }

    /// <summary>After how many certificates anyPolicy is no longer accepted; null for never.</summary>
    public int? InhibitAny { get; private init; }

    /// <summary>Reads a certificate's policy extensions; null if it has none of them.</summary>
    /// <exception cref="AsnContentException">One is malformed, or longer than any CA makes them.</exception>
    public static PolicyExtensions? Read(Certificate certificate)
    {
        ReadOnlyMemory<byte>? policies = certificate.FindExtension(PoliciesOid)?.Value;
        ReadOnlyMemory<byte>? mappings = certificate.FindExtension(MappingsOid)?.Value;
        ReadOnlyMemory<byte>? constraints = certificate.FindExtension(ConstraintsOid)?.Value;
        ReadOnlyMemory<byte>? inhibitAny = certificate.FindExtension(InhibitAnyOid)?.Value;
        if (policies is null && mappings is null && constraints is null && inhibitAny is null)
            return null;

        List<string>? list = policies is { } encodedPolicies ? ReadPolicies(encodedPolicies) : null;
        (int? requireExplicit, int? inhibitMapping) = constraints is { } encodedConstraints ? ReadConstraints(encodedConstraints) : (null, null);
        return new PolicyExtensions
        {
            HasAnyPolicy = list?.Remove(AnyPolicy) ?? false,
            Policies = list,
            Mappings = mappings is { } encodedMappings ? ReadMappings(encodedMappings) : [],
            RequireExplicit = requireExplicit,
            InhibitMapping = inhibitMapping,
            InhibitAny = inhibitAny is { } encodedInhibit ? ReadInhibitAny(encodedInhibit) : null,
        };
    }

    /// <summary>The identifiers of a CertificatePolicies value, anyPolicy among them.</summary>
    /// <exception cref="AsnContentException">Malformed, or longer than any CA makes it.</exception>
    public static List<string> ReadPolicies(ReadOnlyMemory<byte> encoded)
    {
        DerReader entries = Inside(encoded);
        var policies = new List<string>();
        while (entries.HasData)
        {
            DerReader entry = entries.ReadSequence();
            string policy = entry.ReadOid();
            if (entry.HasData)
                entry.ReadSequence();
            entry.ExpectEnd();
            if (policies.Count >= MaxEntries || policies.Contains(policy))
                throw new AsnContentException("too many policies, or one of them twice");
            policies.Add(policy);
        }

        return policies.Count > 0 ? policies : throw new AsnContentException("an empty list of policies");
    }

    private static List<(string Issuer, string Subject)> ReadMappings(ReadOnlyMemory<byte> encoded)
    {
        DerReader entries = Inside(encoded);
        var mappings = new List<(string Issuer, string Subject)>();
        while (entries.HasData)
        {
            DerReader entry = entries.ReadSequence();
            mappings.Add((entry.ReadOid(), entry.ReadOid()));
            entry.ExpectEnd();
            if (mappings.Count > MaxEntries)
                throw new AsnContentException("too many policy mappings");
        }

        return mappings.Count > 0 ? mappings : throw new AsnContentException("an empty list of policy mappings");
    }

    private static (int? RequireExplicit, int? InhibitMapping) ReadConstraints(ReadOnlyMemory<byte> encoded)
    {
        DerReader inside = Inside(encoded);
        if (!inside.HasData)
            throw new AsnContentException("policy constraints that constrain nothing");
        int? requireExplicit = ReadSkip(ref inside, DerReader.Context(0, constructed: false));
        int? inhibitMapping = ReadSkip(ref inside, DerReader.Context(1, constructed: false));
        inside.ExpectEnd();
        return (requireExplicit, inhibitMapping);
    }

    private static int? ReadInhibitAny(ReadOnlyMemory<byte> encoded)
    {
        var reader = new DerReader(encoded);
        int? skip = ReadSkip(ref reader, Asn1Tag.Integer) ?? throw new AsnContentException("no number of certificates");
        reader.ExpectEnd();
        return skip;
    }

    // A number of certificates to skip: any number from 0, of which the large ones all mean "never in this path".
    private static int? ReadSkip(ref DerReader reader, Asn1Tag tag)
    {
        if (!reader.NextIs(tag))
            return null;
        var value = new BigInteger(reader.ReadInteger(tag).Span, isUnsigned: false, isBigEndian: true);
        if (value.Sign < 0)
            throw new AsnContentException("a negative number of certificates");
        return value > short.MaxValue ? short.MaxValue : (int)value;
    }

    private static DerReader Inside(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader inside = outer.ReadSequence();
        outer.ExpectEnd();
        return inside;
    }
}
