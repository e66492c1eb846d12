using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>The platform's roots and those in directories of the administrator's and the user's (the system store ROOT).</summary>
/// <param name="platform">The platform's.</param>
/// <param name="directories">What lies in them is trusted besides.</param>
public sealed class JoinedTrustRoots(ITrustRootSource platform, IReadOnlyList<StoreDirectory> directories) : ITrustRootSource
{
    /// <inheritdoc/>
    public string Stamp() => platform.Stamp() + (Added() is { } added ? added.Stamp() : "");

    /// <inheritdoc/>
    public IReadOnlyList<Certificate> Read(Action<string> report) =>
        Added() is { } added ? [.. platform.Read(report), .. added.Read(report)] : platform.Read(report);

    private FileTrustRoots? Added()
    {
        var paths = new List<string>();
        foreach (StoreDirectory directory in directories)
        {
            try
            {
                if (directory.Find() is { } path)
                    paths.Add(path);
            }
            catch (Exception failure) when (FileStamps.IsFileFailure(failure))
            {
                // Nobody is trusted who cannot be read.
            }
        }

        return paths.Count == 0 ? null : new FileTrustRoots([], paths, isFirstEnough: false) { MayBeEmpty = true };
    }
}
