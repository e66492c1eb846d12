namespace Staple32.Chains;

/// <summary>
/// What one search may spend. Whoever sends a certificate also sends its companions, so their number and their
/// likeness must not decide how long the search takes. When a limit is reached the search ends with the best chain
/// found so far.
/// </summary>
/// <param name="Signatures">Signature verifications; those remembered from earlier searches are free.</param>
/// <param name="Depth">Certificates in a chain, end certificate and root included.</param>
/// <param name="Candidates">Issuers that are considered for one certificate, best matches first.</param>
/// <param name="Steps">Certificates put on top of a path, over all paths that are tried.</param>
/// <param name="Paths">Complete paths that are judged.</param>
/// <param name="NameComparisons">Comparisons of a name with a name constraint, over all paths.</param>
public sealed record SearchLimits(int Signatures, int Depth, int Candidates, int Steps, int Paths, int NameComparisons)
{
    /// <summary>
    /// Far above any real hierarchy (cross-signed web roots need about ten signatures and three paths), and a few
    /// milliseconds of work.
    /// </summary>
    public static SearchLimits Default { get; } =
        new(Signatures: 64, Depth: 32, Candidates: 1024, Steps: 512, Paths: 64, NameComparisons: 250_000);
}
