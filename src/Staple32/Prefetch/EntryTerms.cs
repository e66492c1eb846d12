using Staple32.Ocsp;
using Staple32.OcspDirectory;
using Staple32.Settings;

namespace Staple32.Prefetch;

/// <summary>What many entries have in common, kept once: settings, URLs with the responders behind them, the directory.</summary>
internal sealed class EntryTerms
{
    public EntryTerms(TermsKey key, Uri[] urls, Responder[] responders, ResponseDirectory? directory)
    {
        Key = key;
        Urls = urls;
        Responders = responders;
        Directory = directory;
        NotAsked = new RetrievalProblem?[urls.Length];
        Verification = new OcspVerificationSettings(key.Settings.MaxClockSkew, key.Settings.OcspValidity);
    }

    public TermsKey Key { get; }

    public Uri[] Urls { get; }

    /// <summary>One for each URL; the same object where host and port are the same.</summary>
    public Responder[] Responders { get; }

    public PrefetchSettings Settings => Key.Settings;

    public DirectoryMode Mode => Key.Mode;

    public ResponseDirectory? Directory { get; }

    public OcspVerificationSettings Verification { get; }

    /// <summary>For each URL what <see cref="RetrievalTurn.NotAsked"/> made, if it did.</summary>
    public RetrievalProblem?[] NotAsked { get; }

    /// <summary>How many entries have them.</summary>
    public int Users { get; set; }
}

/// <summary>The parts by value; the URLs as one string, each on a line of its own.</summary>
internal readonly record struct TermsKey(string Urls, PrefetchSettings Settings, DirectoryMode Mode, string? Directory);
