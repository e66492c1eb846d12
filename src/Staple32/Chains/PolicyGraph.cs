namespace Staple32.Chains;

/// <summary>
/// Works out which policies hold along a path (RFC 5280 section 6.1), from the root's side down. Where the RFC grows a
/// tree, which a few mappings can make exponential, this keeps one node per policy and level with links to all its
/// parents (RFC 9618).
/// </summary>
internal sealed class PolicyGraph
{
    private const int MaxNodes = 256;

    private readonly Dictionary<string, Node> _nodes;
    private readonly bool _hasAny;

    private PolicyGraph(Dictionary<string, Node> nodes, bool hasAny)
    {
        _nodes = nodes;
        _hasAny = hasAny;
    }

    private bool IsEmpty => _nodes.Count == 0 && !_hasAny;

    /// <summary>Adds policy errors and information to the certificates concerned.</summary>
    /// <param name="steps">The path, end certificate first.</param>
    /// <param name="hasAnchor">Whether the last certificate is where trust comes from: it is then not subject to policies.</param>
    /// <param name="errors">One entry per certificate.</param>
    /// <param name="infos">One entry per certificate.</param>
    /// <returns>
    /// For each certificate the policies that it is valid for, in the names of the uppermost CA; null for any, empty
    /// for none.
    /// </returns>
    public static IReadOnlyList<string>?[] Apply(IReadOnlyList<PathStep> steps, bool hasAnchor, TrustErrors[] errors, TrustInfo[] infos)
    {
        var sets = new IReadOnlyList<string>?[steps.Count];
        int first = steps.Count - (hasAnchor ? 2 : 1);
        int explicitPolicy = first + 2, policyMapping = first + 2, inhibitAny = first + 2;
        PolicyGraph? level = new([], hasAny: true);
        for (int i = first; i >= 0; i--)
        {
            PathCertificate certificate = steps[i].Certificate;
            PolicyExtensions? extensions = certificate.Policies;
            bool acceptsAny = inhibitAny > 0 || (i > 0 && certificate.IsSelfIssued);
            level = level?.Next(extensions, acceptsAny, ref errors[i]);
            if (explicitPolicy == 0 && level is null)
                errors[i] |= TrustErrors.InvalidPolicyConstraints;
            sets[i] = level is null ? [] : level.InNamesOfTheUppermost();
            if (sets[i] is { Count: > 0 })
                infos[i] |= TrustInfo.HasIssuanceChainPolicy;

            if (i > 0)
            {
                if (extensions is { Mappings.Count: > 0 })
                    level = Map(level, extensions, isAllowed: policyMapping > 0, ref errors[i]);
                int step = certificate.IsSelfIssued ? 0 : 1;
                explicitPolicy = Lower(explicitPolicy, step, extensions?.RequireExplicit);
                policyMapping = Lower(policyMapping, step, extensions?.InhibitMapping);
                inhibitAny = Lower(inhibitAny, step, extensions?.InhibitAny);
            }
            else if (level is null && (explicitPolicy <= 1 || extensions?.RequireExplicit == 0))
            {
                errors[i] |= TrustErrors.InvalidPolicyConstraints | TrustErrors.NoIssuanceChainPolicy;
            }
        }

        return sets;
    }

    private static int Lower(int counter, int step, int? limit)
    {
        counter = Math.Max(0, counter - step);
        return Math.Min(counter, limit ?? counter);
    }

    /// <summary>The level of the next certificate (section 6.1.3 d and e); null if no policy is left.</summary>
    private PolicyGraph? Next(PolicyExtensions? extensions, bool acceptsAny, ref TrustErrors errors)
    {
        if (extensions?.Policies is not { } policies)
            return null;
        Dictionary<string, List<Node>> expected = Expected();
        var nodes = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (string policy in policies)
        {
            if (expected.TryGetValue(policy, out List<Node>? parents))
                nodes.Add(policy, new Node(policy, parents));
            else if (_hasAny)
                nodes.Add(policy, new Node(policy, []));
        }

        bool expands = extensions.HasAnyPolicy && acceptsAny;
        if (expands)
        {
            foreach ((string policy, List<Node> parents) in expected)
                nodes.TryAdd(policy, new Node(policy, parents));
        }

        if (nodes.Count > MaxNodes)
        {
            errors |= TrustErrors.InvalidPolicyConstraints;
            return null;
        }

        var next = new PolicyGraph(nodes, _hasAny && expands);
        return next.IsEmpty ? null : next;
    }

    /// <summary>Section 6.1.4 a and b: what the CA calls a policy is called otherwise below it.</summary>
    private static PolicyGraph? Map(PolicyGraph? level, PolicyExtensions extensions, bool isAllowed, ref TrustErrors errors)
    {
        if (!isAllowed)
            errors |= TrustErrors.InvalidPolicyConstraints;
        foreach ((string issuer, string subject) in extensions.Mappings)
        {
            if (issuer == PolicyExtensions.AnyPolicy || subject == PolicyExtensions.AnyPolicy)
            {
                errors |= TrustErrors.InvalidPolicyConstraints;
                continue;
            }

            if (level is null)
                continue;
            if (!isAllowed)
                level._nodes.Remove(issuer);
            else if (level._nodes.TryGetValue(issuer, out Node? node))
                node.Expect(subject);
            else if (level._hasAny)
                level._nodes.Add(issuer, new Node(issuer, []).Expect(subject));
        }

        return level is { IsEmpty: false } ? level : null;
    }

    private Dictionary<string, List<Node>> Expected()
    {
        var expected = new Dictionary<string, List<Node>>(StringComparer.Ordinal);
        foreach (Node node in _nodes.Values)
        {
            foreach (string policy in node.ExpectedBelow)
            {
                if (!expected.TryGetValue(policy, out List<Node>? parents))
                    expected.Add(policy, parents = []);
                parents.Add(node);
            }
        }

        return expected;
    }

    // Up to the nodes that hang from anyPolicy, since there the names are those that the uppermost CA knows.
    private List<string>? InNamesOfTheUppermost()
    {
        if (_hasAny)
            return null;
        var names = new List<string>();
        var seen = new HashSet<Node>();
        var open = new Stack<Node>(_nodes.Values);
        while (open.TryPop(out Node? node))
        {
            if (!seen.Add(node))
                continue;
            if (node.Parents.Count == 0 && !names.Contains(node.Policy))
                names.Add(node.Policy);
            foreach (Node parent in node.Parents)
                open.Push(parent);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <param name="policy">The policy by its name on this level.</param>
    /// <param name="parents">The policies above that it comes from; none if that is anyPolicy.</param>
    private sealed class Node(string policy, List<Node> parents)
    {
        private List<string>? _expected;

        public string Policy { get; } = policy;

        public List<Node> Parents { get; } = parents;

        /// <summary>The names that the policy may have in the next certificate.</summary>
        public IReadOnlyList<string> ExpectedBelow => _expected ?? (IReadOnlyList<string>)[Policy];

        public Node Expect(string policyBelow)
        {
            _expected ??= [];
            if (!_expected.Contains(policyBelow))
                _expected.Add(policyBelow);
            return this;
        }
    }
}
