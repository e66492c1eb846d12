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
        var search = new PathSearch(Settings, request, _signatures);
        IReadOnlyList<JudgedPath> found = search.Run();
        int best = 0;
        for (int i = 1; i < found.Count; i++)
        {
            if (found[i].Quality.CompareTo(found[best].Quality) > 0)
                best = i;
        }

        bool wantsOthers = (request.Options & ChainOptions.ReturnLowerQualityContexts) != 0;
        return new ChainResult(found[best].Chain.Status, [found[best].Chain], request.CreateFlags)
        {
            IsSearchCutShort = search.IsCutShort,
            LowerQuality = wantsOthers ? Others(found, best, request) : [],
        };
    }

    private static List<ChainResult> Others(IReadOnlyList<JudgedPath> found, int best, ChainRequest request)
    {
        bool all = (request.Options & ChainOptions.DisablePass1QualityFiltering) != 0;
        var others = new List<JudgedPath>();
        for (int i = 0; i < found.Count; i++)
        {
            if (i != best && (all || found[i].Quality.Pass1 == found[best].Quality.Pass1))
                others.Add(found[i]);
        }

        others.Sort(static (a, b) => b.Quality.CompareTo(a.Quality));
        return others.ConvertAll(path => new ChainResult(path.Chain.Status, [path.Chain], request.CreateFlags));
    }
}
