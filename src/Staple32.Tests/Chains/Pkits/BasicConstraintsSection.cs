using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>PKITS 4.6 and 4.7: basic constraints with path lengths, and the key usage of CAs.</summary>
public sealed class BasicConstraintsSection
{
    private const TrustErrors Bad = TrustErrors.InvalidBasicConstraints;
    private const TrustErrors NoUsage = TrustErrors.NotValidForUsage;

    private static readonly Cases s_cases = new()
    {
        { "4.6.1 missing", () => Below.Ca("CA", s => s.IsAuthority = null).End().Has(Fine, Bad, Fine) },
        { "4.6.2 not a CA, critical", () => Below.Ca("CA", s => s.IsAuthority = false).End().Has(Fine, Bad, Fine) },
        { "4.6.3 not a CA, not critical", () => Below.Ca("CA", NotCritical(isAuthority: false)).End().Has(Fine, Bad, Fine) },
        { "4.6.4 a CA, not critical", () => Below.Ca("CA", NotCritical(isAuthority: true)).End().IsFine() },
        { "4.6.5 length 0 with a CA below", () => Below.Ca("CA0", Length(0)).Ca("sub").End().Has(Fine, Fine, Bad, Fine) },
        { "4.6.6 length 0 with two CAs below, the last of which is the end", () => Below.Ca("CA0", Length(0)).Ca("sub").Ca("end").Has(Fine, Fine, Bad, Fine) },
        { "4.6.7 length 0 with an end certificate below", () => Below.Ca("CA0", Length(0)).End().IsFine() },
        { "4.6.8 length 0 with a CA as the end", () => Below.Ca("CA0", Length(0)).Ca("end").IsFine() },
        { "4.6.9 6, 0 and one more", () => Below.Ca("CA6", Length(6)).Ca("sub0", Length(0)).Ca("subsub00", Length(0)).End().Has(Fine, Fine, Bad, Fine, Fine) },
        { "4.6.10 6, 0 and one more, whose CA is the end", () => Below.Ca("CA6", Length(6)).Ca("sub0", Length(0)).Ca("subsub00", Length(0)).Ca("end").Has(Fine, Fine, Bad, Fine, Fine) },
        { "4.6.11 6, 1, 1 and one more", () => Below.Ca("CA6", Length(6)).Ca("sub1", Length(1)).Ca("subsub11", Length(1)).Ca("X").End().Has(Fine, Fine, Fine, Bad, Fine, Fine) },
        { "4.6.12 6, 1, 1 and one more, whose CA is the end", () => Below.Ca("CA6", Length(6)).Ca("sub1", Length(1)).Ca("subsub11", Length(1)).Ca("X").Ca("end").Has(Fine, Fine, Fine, Bad, Fine, Fine) },
        { "4.6.13 6, 4, 1 and one more", () => Below.Ca("CA6", Length(6)).Ca("sub4", Length(4)).Ca("subsub41", Length(1)).Ca("X").End().IsFine() },
        { "4.6.14 6, 4, 1 and one more, whose CA is the end", () => Below.Ca("CA6", Length(6)).Ca("sub4", Length(4)).Ca("subsub41", Length(1)).Ca("X").Ca("end").IsFine() },
        { "4.6.15 self-issued certificates do not count", () => Below.Ca("CA0", Length(0)).SelfIssued(Length(0)).End().IsFine() },
        { "4.6.16 what they issue does", () => Below.Ca("CA0", Length(0)).SelfIssued(Length(0)).Ca("sub2").End().Has(Fine, Fine, Bad, Bad, Fine) },
        { "4.6.17 length 1 with a CA between self-issued ones", () => Below.Ca("CA1", Length(1)).SelfIssued(Length(1)).Ca("sub").SelfIssued(_ => { }).End().IsFine() },
        { "a lower CA cannot lift the limit of an upper one", () => Below.Ca("CA1", Length(1)).Ca("sub", Length(9)).Ca("subsub").End().Has(Fine, Fine, Fine, Bad, Fine) },
        { "two limits broken at once", () => Below.Ca("CA1", Length(1)).Ca("sub", Length(0)).Ca("subsub").End().Has(Fine, Fine, Bad, Bad, Fine) },
        { "a path length without the right to be a CA", () => Below.Ca("CA", Extension([0x30, 0x03, 0x02, 0x01, 0x05])).End().Has(Fine, Bad, Fine) },
        { "malformed", () => Below.Ca("CA", Extension([0x30, 0x01])).End().Has(Fine, Bad | TrustErrors.InvalidExtension, Fine) },

        { "4.7.1 no right to sign certificates, critical", () => Below.Ca("CA", Usage(X509KeyUsageFlags.CrlSign, critical: true)).End().Has(Fine, NoUsage, Fine) },
        { "4.7.2 no right to sign certificates, not critical", () => Below.Ca("CA", Usage(X509KeyUsageFlags.CrlSign, critical: false)).End().Has(Fine, NoUsage, Fine) },
        { "4.7.3 all that is needed, not critical", () => Below.Ca("CA", Usage(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: false)).End().IsFine() },
        { "the right to sign certificates alone", () => Below.Ca("CA", Usage(X509KeyUsageFlags.KeyCertSign, critical: true)).End().IsFine() },
        { "no key usage at all", () => Below.Ca("CA", s => s.KeyUsage = null).End().IsFine() },
        { "every right but that one", () => Below.Ca("CA", Usage((X509KeyUsageFlags)0x80FF & ~X509KeyUsageFlags.KeyCertSign, critical: true)).End().Has(Fine, NoUsage, Fine) },
        { "an end certificate with the right to sign certificates", () => Below.Ca("CA").End(s => s.KeyUsage = X509KeyUsageFlags.KeyCertSign).IsFine() },
        { "two CAs without the right", () => Below.Ca("CA", Usage(X509KeyUsageFlags.CrlSign, critical: true)).Ca("sub", Usage(X509KeyUsageFlags.CrlSign, critical: true)).End().Has(Fine, NoUsage, NoUsage, Fine) },
    };

    public static TheoryData<string> Names => s_cases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void BasicConstraintsAndKeyUsage(string name) => s_cases[name]();

    private static Action<Spec> Length(int pathLength) => s => s.PathLength = pathLength;

    private static Action<Spec> Usage(X509KeyUsageFlags usage, bool critical) => s =>
    {
        s.KeyUsage = null;
        s.Extensions.Add(new X509KeyUsageExtension(usage, critical));
    };

    private static Action<Spec> NotCritical(bool isAuthority) => s =>
    {
        s.IsAuthority = null;
        s.Extensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: false));
    };

    private static Action<Spec> Extension(byte[] value) => s =>
    {
        s.IsAuthority = null;
        s.Extensions.Add(new X509Extension("2.5.29.19", value, critical: true));
    };
}
