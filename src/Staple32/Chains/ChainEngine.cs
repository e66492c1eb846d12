namespace Staple32.Chains;

/// <summary>
/// Builds certificate chains (HCERTCHAINENGINE): immutable settings and a memory of verified signatures. Time, limits
/// and what is wanted are arguments of each call. Safe for all threads.
/// </summary>
public sealed class ChainEngine
{
    private readonly SignatureCache _signatures;

    public ChainEngine(ChainEngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        _signatures = new SignatureCache(settings.RememberedSignatures);
    }

    public ChainEngineSettings Settings { get; }

    /// <summary>Finds the best chain of a certificate. Never fails: what is wrong stands in the result's status.</summary>
    public ChainResult Build(ChainRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with { Options = request.Options | Settings.Options };
        bool isRestricted = (request.Options & ChainOptions.OnlyAdditionalAndPublicRoots) != 0;
        ChainEngineSettings settings = isRestricted ? Settings.OnlyPublicRoots() : Settings;
        List<JudgedPath> found = Find(settings, request, out bool isCutShort);
        bool wantsOthers = (request.Options & ChainOptions.ReturnLowerQualityContexts) != 0;
        return new ChainResult(found[0].Chain.Status, [found[0].Chain], request.CreateFlags)
        {
            IsSearchCutShort = isCutShort,
            LowerQuality = wantsOthers ? Others(found, request) : [],
        };
    }

    /// <summary>The paths there are, best first. The network is asked only while none of them is complete.</summary>
    private List<JudgedPath> Find(ChainEngineSettings settings, ChainRequest request, out bool isCutShort)
    {
        var download = new IssuerDownload(settings, request);
        while (true)
        {
            var search = new PathSearch(settings, request, _signatures, download.Issuers);
            List<JudgedPath> found = search.Run();
            // Stable, so that of equally good paths the first one found stays the first.
            found = [.. found.OrderByDescending(static path => path.Quality)];
            isCutShort = search.IsCutShort;
            if (found[0].WithoutIssuer is null || !download.TryFetch(found))
                return found;
        }
    }

    private static List<ChainResult> Others(List<JudgedPath> found, ChainRequest request)
    {
        bool all = (request.Options & ChainOptions.DisablePass1QualityFiltering) != 0;
        var others = new List<ChainResult>();
        for (int i = 1; i < found.Count; i++)
        {
            if (all || found[i].Quality.Pass1 == found[0].Quality.Pass1)
                others.Add(new ChainResult(found[i].Chain.Status, [found[i].Chain], request.CreateFlags));
        }

        return others;
    }
}
