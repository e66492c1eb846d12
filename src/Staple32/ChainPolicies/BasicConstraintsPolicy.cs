using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;
using Staple32.Chains;

namespace Staple32.ChainPolicies;

/// <summary>What the first certificate is to be (CERT_CHAIN_POLICY_PARA.dwFlags, by value); neither or both: either.</summary>
[Flags]
public enum FirstElementRole : uint
{
    Any = 0,
    EndEntity = 0x4000_0000,
    Authority = 0x8000_0000,
}

/// <summary>
/// CERT_CHAIN_POLICY_BASIC_CONSTRAINTS: who has a basic constraints extension is used as it says. A certificate without
/// one may be anything.
/// </summary>
public static class BasicConstraintsPolicy
{
    // 2.5.29.10, of drafts of X.509 version 3 before 1997.
    private const string OldBasicConstraints = "2.5.29.10";
    private const FirstElementRole Both = FirstElementRole.EndEntity | FirstElementRole.Authority;

    /// <summary>Judges every simple chain. The first elements of all but the first sign trust lists: they are end entities.</summary>
    public static PolicyVerdict Judge(ChainResult chain, FirstElementRole first)
    {
        ArgumentNullException.ThrowIfNull(chain);
        for (int i = 0; i < chain.Chains.Count; i++)
        {
            int offender = FindOffender(chain.Chains[i].Elements, i == 0 ? first & Both : FirstElementRole.EndEntity);
            if (offender >= 0)
                return new PolicyVerdict(PolicyError.BasicConstraints, i, offender);
        }

        return PolicyVerdict.Satisfied;
    }

    private static int FindOffender(IReadOnlyList<ChainElement> elements, FirstElementRole first)
    {
        int issuedInBetween = 0;
        for (int j = 0; j < elements.Count; j++)
        {
            Certificate certificate = elements[j].Certificate.Certificate;
            FirstElementRole expected = j > 0 ? FirstElementRole.Authority : first == FirstElementRole.Any ? Both : first;
            if (!Allows(certificate, expected, issuedInBetween))
                return j;
            // The path length limits those between a CA and the end (RFC 5280 4.2.1.9).
            if (j > 0 && !certificate.IsSelfIssued)
                issuedInBetween++;
        }

        return -1;
    }

    private static bool Allows(Certificate certificate, FirstElementRole expected, int issuedInBetween)
    {
        try
        {
            if (certificate.BasicConstraints is { } constraints)
            {
                FirstElementRole role = constraints.IsAuthority ? FirstElementRole.Authority : FirstElementRole.EndEntity;
                return (role & expected) != 0 && !(constraints.PathLength < issuedInBetween);
            }

            if (certificate.FindExtension(OldBasicConstraints) is not { } old)
                return true;
            (FirstElementRole oldRole, int? pathLength) = ReadOld(old.Value);
            return (oldRole & expected) != 0 && !(pathLength < issuedInBetween);
        }
        catch (Exception malformed) when (malformed is CertificateFormatException or AsnContentException)
        {
            return false;
        }
    }

    // SEQUENCE { BIT STRING { cA (0), endEntity (1) }, INTEGER OPTIONAL, SEQUENCE OF Name OPTIONAL }
    private static (FirstElementRole Role, int? PathLength) ReadOld(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader inside = outer.ReadSequence();
        outer.ExpectEnd();
        ReadOnlySpan<byte> bits = inside.ReadBitString(out _).Span;
        FirstElementRole role = FirstElementRole.Any;
        if (bits.Length > 0 && (bits[0] & 0x80) != 0)
            role |= FirstElementRole.Authority;
        if (bits.Length > 0 && (bits[0] & 0x40) != 0)
            role |= FirstElementRole.EndEntity;
        return (role, inside.NextIs(Asn1Tag.Integer) ? inside.ReadInt32() : null);
    }
}
