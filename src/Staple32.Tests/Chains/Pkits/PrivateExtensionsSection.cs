using System.Security.Cryptography.X509Certificates;
using Staple32.Chains;
using Xunit;
using static Staple32.Tests.Chains.Pkits.Hierarchy;

namespace Staple32.Tests.Chains.Pkits;

/// <summary>PKITS 4.16, and the criticality of extensions in general (RFC 5280 section 4.2).</summary>
public sealed class PrivateExtensionsSection
{
    private const TrustErrors Unknown = TrustErrors.InvalidExtension | TrustErrors.HasNotSupportedCriticalExtension;
    private const TrustErrors Malformed = TrustErrors.InvalidExtension;

    private static readonly Cases s_cases = new()
    {
        { "4.16.1 unknown, not critical", () => Below.Ca("CA").End(Private(critical: false)).IsFine() },
        { "4.16.2 unknown, critical", () => Below.Ca("CA").End(Private(critical: true)).Has(Unknown, Fine, Fine) },
        { "unknown, critical, in a CA", () => Below.Ca("CA", Private(critical: true)).End().Has(Fine, Unknown, Fine) },
        { "unknown, not critical, in a CA", () => Below.Ca("CA", Private(critical: false)).End().IsFine() },
        { "known ones marked critical: key identifiers", () => Below.Ca("CA").End(s =>
            {
                s.HasSubjectKeyIdentifier = false;
                s.Extensions.Add(new X509Extension("2.5.29.14", [4, 1, 1], critical: true));
            }).IsFine() },
        { "known ones marked critical: usages", () => Below.Ca("CA").End(Critical("2.5.29.37", [0x30, 0x0A, 6, 8, 0x2B, 6, 1, 5, 5, 7, 3, 1])).IsFine() },
        { "known ones marked critical: alternative names", () => Below.Ca("CA").End(Critical("2.5.29.17", [0x30, 5, 0x82, 3, 0x61, 0x2E, 0x62])).IsFine() },
        { "known ones marked critical: where to find information", () => Below.Ca("CA").End(Critical("1.3.6.1.5.5.7.1.1", [0x30, 0])).IsFine() },
        { "known ones marked critical: must-staple", () => Below.Ca("CA").End(Critical("1.3.6.1.5.5.7.1.24", [0x30, 3, 2, 1, 5])).IsFine() },
        { "Netscape's certificate type, critical", () => Below.Ca("CA").End(Critical("2.16.840.1.113730.1.1", [3, 2, 6, 0x40])).Has(Unknown, Fine, Fine) },
        { "a poisoned certificate of certificate transparency", () => Below.Ca("CA").End(Critical("1.3.6.1.4.1.11129.2.4.3", [5, 0])).Has(Unknown, Fine, Fine) },
        { "malformed key usage", () => Below.Ca("CA").End(s => { s.KeyUsage = null; s.Extensions.Add(new X509Extension("2.5.29.15", [3, 0], critical: true)); }).Has(Malformed, Fine, Fine) },
        { "malformed usages", () => Below.Ca("CA").End(NotCritical("2.5.29.37", [0x30, 0])).Has(Malformed, Fine, Fine) },
        { "malformed alternative names", () => Below.Ca("CA").End(NotCritical("2.5.29.17", [0x30, 5])).Has(Malformed, Fine, Fine) },
        { "malformed policies", () => Below.Ca("CA").End(NotCritical("2.5.29.32", [0x30, 0])).Has(Malformed | TrustErrors.InvalidPolicyConstraints, Fine, Fine) },
        { "malformed name constraints", () => Below.Ca("CA", Critical("2.5.29.30", [0x30, 0])).End().Has(Fine, Malformed | TrustErrors.InvalidNameConstraints, Fine) },
    };

    public static TheoryData<string> Names => s_cases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Extensions(string name) => s_cases[name]();

    // The suite's own identifier for an extension that nobody knows.
    private static X509Extension Private(bool critical) => new("2.16.840.1.101.2.1.12.2", [0x30, 0], critical);

    private static X509Extension Critical(string oid, byte[] value) => new(oid, value, critical: true);

    private static X509Extension NotCritical(string oid, byte[] value) => new(oid, value, critical: false);
}
