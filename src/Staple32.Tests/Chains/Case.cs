using Staple32.Certificates;
using Staple32.Chains;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Chains;

/// <summary>One chain building: what is trusted, what is lying around, and what is expected of the result.</summary>
internal sealed class Case
{
    public const TrustErrors Fine = TrustErrors.None;
    public const TrustErrors BadTime = TrustErrors.NotTimeValid;
    public const TrustErrors BadSignature = TrustErrors.NotSignatureValid;

    /// <summary>The issuer was found by key identifier, and verifies.</summary>
    public const TrustInfo ByKey = TrustInfo.HasKeyMatchIssuer | TrustInfo.HasPreferredIssuer;

    /// <summary>A certificate without authority key identifier, the issuer found by name, and verifies.</summary>
    public const TrustInfo ByName = TrustInfo.HasNameMatchIssuer | TrustInfo.HasPreferredIssuer;

    public const TrustInfo RootByName = ByName | TrustInfo.IsSelfSigned;

    private readonly MemoryStore _roots = new();
    private readonly MemoryStore _additional = new();

    public static Case Trusting(params TestCertificate[] roots)
    {
        var made = new Case();
        foreach (TestCertificate root in roots)
            Put(made._roots, root.Certificate);
        return made;
    }

    public Case With(params TestCertificate[] others)
    {
        foreach (TestCertificate other in others)
            Put(_additional, other.Certificate);
        return this;
    }

    public ChainResult Build(TestCertificate end, Func<ChainRequest, ChainRequest>? change = null, Func<ChainEngineSettings, ChainEngineSettings>? settings = null)
    {
        var engineSettings = new ChainEngineSettings(_roots);
        var engine = new ChainEngine(settings is null ? engineSettings : settings(engineSettings));
        var request = new ChainRequest
        {
            End = new StoredCertificate(end.Certificate),
            Time = TestPki.Now,
            AdditionalStore = _additional,
        };
        return engine.Build(change is null ? request : change(request));
    }

    public static MemoryStore StoreOf(params TestCertificate[] certificates)
    {
        var store = new MemoryStore();
        foreach (TestCertificate certificate in certificates)
            Put(store, certificate.Certificate);
        return store;
    }

    private static void Put(MemoryStore store, Certificate certificate) =>
        Assert.Equal(AddOutcome.Added, store.TryAdd(certificate, null, AddDisposition.Always, out _));
}

/// <summary>Assertions that show a whole chain when they fail.</summary>
internal static class ChainAssertions
{
    /// <summary>Checks the elements, in order, and each one's errors.</summary>
    public static ChainResult Has(this ChainResult result, params (TestCertificate Certificate, TrustErrors Errors)[] expected)
    {
        SimpleChain chain = Assert.Single(result.Chains);
        Assert.Equal(
            expected.Select(e => $"{Name(e.Certificate.Certificate)}: {e.Errors}"),
            chain.Elements.Select(e => $"{Name(e.Certificate.Certificate)}: {e.Status.Errors}"));
        return result;
    }

    /// <summary>Checks the information bits of each element, in order.</summary>
    public static ChainResult HasInfo(this ChainResult result, params TrustInfo[] expected)
    {
        Assert.Equal(expected, result.Chains[0].Elements.Select(e => e.Status.Info));
        return result;
    }

    /// <summary>Checks the status of the whole, which is that of its only simple chain.</summary>
    public static ChainResult Sums(this ChainResult result, TrustErrors errors)
    {
        Assert.Equal(errors, result.Status.Errors);
        Assert.Equal(result.Status, result.Chains[0].Status);
        return result;
    }

    private static string Name(Certificate certificate) =>
        $"{DistinguishedName.ToText(certificate.Subject)} by {DistinguishedName.ToText(certificate.Issuer)} #{Convert.ToHexString(certificate.SerialNumber.Span)}";
}
