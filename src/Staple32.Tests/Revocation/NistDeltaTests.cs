using Staple32.Tests.Pki;
using Xunit;
using static Staple32.Tests.Revocation.Hierarchy;

namespace Staple32.Tests.Revocation;

/// <summary>Delta CRLs, after section 4.15 of the NIST test suite, number by number.</summary>
public sealed class NistDeltaTests
{
    private readonly Hierarchy _hierarchy = new();
    private readonly TestCertificate _ca;
    private readonly TestCertificate _end;

    public NistDeltaTests()
    {
        _ca = _hierarchy.Authority("deltaCRL CA");
        _end = End(_ca);
    }

    private TestCrl Complete => Crl(_ca) with { Number = 1, ThisUpdate = Bench.Now.AddDays(-2) };

    private TestCrl Delta => Crl(_ca) with { Number = 5, BaseNumber = 1 };

    [Fact]
    public void N4_15_1_delta_CRL_indicator_without_a_base() =>
        Assert.Equal(Unknown, _hierarchy.Add(Delta).Errors(_end));

    [Fact]
    public void N4_15_2_listed_in_neither() =>
        Assert.Equal(Valid, _hierarchy.Add(Complete.Revoking(End(_ca)), Delta).Errors(_end));

    [Fact]
    public void N4_15_3_listed_in_the_base() =>
        Assert.Equal(Revoked, _hierarchy.Add(Complete.Revoking(_end, reason: 1), Delta).Errors(_end));

    [Fact]
    public void N4_15_4_listed_in_the_delta() =>
        Assert.Equal(Revoked, _hierarchy.Add(Complete, Delta.Revoking(_end, reason: 1)).Errors(_end));

    [Fact]
    public void N4_15_5_on_hold_in_the_base_and_removed_in_the_delta() =>
        Assert.Equal(Valid, _hierarchy.Add(Complete.Revoking(_end, reason: 6), Delta.Revoking(_end, reason: 8)).Errors(_end));

    [Fact]
    public void N4_15_6_on_hold_in_the_base_and_compromised_in_the_delta() =>
        Assert.Equal(Revoked, _hierarchy.Add(Complete.Revoking(_end, reason: 6), Delta.Revoking(_end, reason: 1)).Errors(_end));

    [Fact]
    public void N4_15_7_removed_in_the_delta_without_ever_having_been_in_the_base() =>
        Assert.Equal(Valid, _hierarchy.Add(Complete, Delta.Revoking(_end, reason: 8)).Errors(_end));

    [Theory]
    [InlineData(false, Valid)] // 4.15.8
    [InlineData(true, Revoked)] // 4.15.9
    public void N4_15_8_and_9_delta_to_an_earlier_base(bool isListed, Staple32.Chains.TrustErrors expected)
    {
        TestCrl delta = Delta with { BaseNumber = 1 };
        _hierarchy.Add(Complete with { Number = 3 }, isListed ? delta.Revoking(_end) : delta);
        Assert.Equal(expected, _hierarchy.Errors(_end));
    }

    [Fact]
    public void N4_15_10_delta_to_a_later_base_and_a_base_that_is_too_old() =>
        Assert.Equal(Offline, _hierarchy.Add(Complete with { ThisUpdate = Bench.Now.AddDays(-30) }, Delta with { BaseNumber = 2 }).Errors(_end));
}
