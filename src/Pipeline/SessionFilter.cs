namespace RestoreSessions.Pipeline;

/// <summary>What the client filters sessions by, because no version of the server does.</summary>
internal sealed class SessionFilter
{
    private readonly Patterns _type;
    private readonly Patterns _state;
    private readonly Patterns _result;
    private readonly Patterns _organization;
    private readonly Patterns _initiatedBy;
    private readonly Patterns _name;

    public SessionFilter(string[]? type, string[]? state, string[]? result, string[]? organization, string[]? initiatedBy, string[]? name)
    {
        _type = new Patterns(type);
        _state = new Patterns(state);
        _result = new Patterns(result);
        _organization = new Patterns(organization);
        _initiatedBy = new Patterns(initiatedBy);
        _name = new Patterns(name);
    }

    public bool Match(RestoreSession session) =>
        _result.Match(session.Result) && _state.Match(session.State) && (_type.Match(session.Type) || _type.Match(session.Workload))
        && _organization.Match(session.Organization) && _initiatedBy.Match(session.InitiatedBy) && _name.Match(session.Name);
}
