using Staple32.Certificates;
using Staple32.Settings;

namespace Staple32.Prefetch;

/// <summary>What is to be stapled, and how to keep it fresh. Two requests equal in every part share one entry.</summary>
/// <param name="Leaf">The certificate whose status is asked.</param>
/// <param name="Issuer">Its issuer; null if the leaf issued itself.</param>
/// <param name="Urls">The responders, http or https, in order; may be empty with <see cref="DirectoryMode.Read"/> only.</param>
/// <param name="Settings">Kept for the life of the entry.</param>
/// <param name="Mode">Whether and how a directory is used.</param>
/// <param name="Directory">Its path, null with <see cref="DirectoryMode.None"/>.</param>
public sealed record ServerResponseRequest(
    Certificate Leaf,
    Certificate? Issuer,
    IReadOnlyList<Uri> Urls,
    PrefetchSettings Settings,
    DirectoryMode Mode,
    string? Directory);
