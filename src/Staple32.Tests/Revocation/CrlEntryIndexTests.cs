using Staple32.Certificates;
using Staple32.Revocation;
using Staple32.Tests.Pki;
using Xunit;

namespace Staple32.Tests.Revocation;

/// <summary>The index finds what a search from the first entry to the last finds.</summary>
public sealed class CrlEntryIndexTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 17)]
    [InlineData(4, 400)]
    public void It_agrees_with_a_search_through_all_entries(int seed, int count)
    {
        var random = new Random(seed);
        byte[][] issuers = [.. Enumerable.Range(0, 3).Select(i => TestCertificate.SelfSigned(new CertificateSpec { Subject = $"CN=Issuer {i}" }).Subject)];
        var entries = new List<TestCrlEntry>();
        for (int i = 0; i < count; i++)
        {
            // Few numbers, so that many occur more than once.
            byte[] serial = [(byte)random.Next(1, 100)];
            entries.Add(new TestCrlEntry(serial) { Reason = i % 5, CertificateIssuer = random.Next(4) == 0 ? issuers[random.Next(3)] : null });
        }

        CertificateRevocationList list = (Bench.Crl() with { Entries = entries, IssuingDistributionPoint = TestCrl.Scope(indirect: true) }).Parse();
        var index = new CrlEntryIndex(list, isIndirect: true);
        Assert.Equal(count, index.Count);
        foreach (byte[] issuer in (byte[][])[.. issuers, Bench.Authority.Subject])
        {
            for (int serial = 0; serial < 128; serial++)
            {
                CrlEntry? expected = list.Find([(byte)serial], issuer, out int expectedNumber);
                CrlEntry? found = index.Find([(byte)serial], issuer, out int number);
                Assert.Equal((expectedNumber, expected?.Reason), (number, found?.Reason));
            }
        }
    }

    [Fact]
    public void In_a_direct_CRL_all_entries_are_the_issuers_own()
    {
        byte[] other = TestCertificate.SelfSigned(new CertificateSpec { Subject = "CN=Other" }).Subject;
        CertificateRevocationList list = (Bench.Crl() with { Entries = [new TestCrlEntry([1]) { CertificateIssuer = other }, new TestCrlEntry([2])] }).Parse();
        var index = new CrlEntryIndex(list, isIndirect: false);
        Assert.NotNull(index.Find([2], Bench.Authority.Subject, out int number));
        Assert.Equal(1, number);
    }

    [Theory]
    [InlineData("2.5.29.21", true, null)]
    [InlineData("2.5.29.23", true, null)]
    [InlineData("2.5.29.24", true, null)]
    [InlineData("1.2.3.4", false, null)]
    [InlineData("1.2.3.4", true, "1.2.3.4")]
    public void A_critical_extension_that_is_not_understood_is_noticed(string oid, bool isCritical, string? expected)
    {
        byte[] value = oid == "2.5.29.21" ? [0x0A, 0x01, 0x01] : [0x05, 0x00];
        var entry = new TestCrlEntry([7]) { Extensions = [new TestExtension(oid, isCritical, value)] };
        Assert.Equal(expected, new CrlEntryIndex((Bench.Crl() with { Entries = [new TestCrlEntry([1]), entry] }).Parse(), false).UnknownCritical);
    }
}
